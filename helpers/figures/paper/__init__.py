"""What pictures are drawn on, a light page or a dark one, and how their pixels are stored."""
