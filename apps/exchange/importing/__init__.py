"""Imports a file into decks: opens, prepares, saves. Nothing is written before all of it can be."""
