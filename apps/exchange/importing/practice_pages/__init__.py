"""What an upload of practice pages would change in a course, and what is chosen and lost there."""
