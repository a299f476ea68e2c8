"""Pages of the daily review: today.py (home), session.py (the review itself), decks.py (what to study)."""
