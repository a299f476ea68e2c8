"""What is written of running the site."""
