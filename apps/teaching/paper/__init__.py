"""Paper for a class: the due cards of each learner who wants paper, each with a code for their grades."""
