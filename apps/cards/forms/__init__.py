"""Forms of decks, sections and notes, and of actions on many notes."""
