"""What prints cost."""
