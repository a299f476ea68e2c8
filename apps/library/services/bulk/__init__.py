"""What is done to many cards or notes at once: in batches, each with what undoes it."""
