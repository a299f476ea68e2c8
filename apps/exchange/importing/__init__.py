"""What an import would change: reads a file and what is stored, and plans; `services/` saves."""
