"""Everything that is somebody's: one zip of their decks, answers, settings and writings."""
