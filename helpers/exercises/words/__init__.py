"""What a card says where no known mistake does: errors, shapes and patterns in plain words."""
