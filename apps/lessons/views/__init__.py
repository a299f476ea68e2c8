"""Pages of lessons: course.py (a course), practice.py (a practice page), review.py (from there into daily review)."""
