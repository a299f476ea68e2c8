"""The pages of somebody with 100,000 cards and a million answers."""
