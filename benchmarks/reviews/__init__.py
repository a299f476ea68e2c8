"""How quickly a learner gets the next card, and that no grade is lost."""
