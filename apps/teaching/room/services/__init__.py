"""Writes of rooms."""
