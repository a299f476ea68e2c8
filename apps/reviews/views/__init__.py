"""Pages of the daily review: Today, the review itself, its cards, practice, undo; pictures and sounds."""
