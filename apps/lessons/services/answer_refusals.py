"""Why an answer is not stored."""


class AnswerRefused(Exception):
    """The answer is not stored; the message says why, and what to do."""
