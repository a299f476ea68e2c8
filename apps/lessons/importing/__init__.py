"""Practice pages into lessons: matching.py (which note is which item), plan.py (what would change), services.py
(change it), files.py (where pages come from).
"""
