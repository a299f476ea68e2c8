"""Kinds of notes, a module each; `registry` lists them. Nothing here knows Django: files of decks are read by them."""
