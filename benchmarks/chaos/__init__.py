"""What may happen to a site while its learners answer: no acknowledged answer is lost, doubled or changed."""
