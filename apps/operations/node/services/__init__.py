"""What is written of the nodes."""
