"""The text of notes as it is searched: without marks, accents and capitals, so that every database answers alike."""
