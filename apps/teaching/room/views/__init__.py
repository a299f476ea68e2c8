"""The pages of rooms: the screen, and the phones before it."""
