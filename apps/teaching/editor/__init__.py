"""The editor of a lesson: a line for each card, each opened and saved on its own."""
