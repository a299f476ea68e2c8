"""What Prometheus counts of reviews (docs/operating.md)."""

from prometheus_client import Counter

GRADES = Counter("ditcards_grades_total", "Answers that were saved, by their kind.", ["kind"])
