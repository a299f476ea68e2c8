"""The operators of the search language, one module a subject."""
