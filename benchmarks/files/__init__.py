"""What files cost, coming in and going out."""
