"""The pages of paper sessions, and their PDF."""
