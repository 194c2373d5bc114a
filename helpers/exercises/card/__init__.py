"""The card that answers an exercise, as HTML and as plain text."""
