"""What learners report about the cards of a course, and what they suggest; what its instructors do about it."""
