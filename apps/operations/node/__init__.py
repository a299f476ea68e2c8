"""One machine of the site: how it is started, and what it must have in common with the others."""
