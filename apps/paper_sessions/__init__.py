"""Paper sessions: today's cards on paper with boxes for their grades, and the page on which those are entered."""
