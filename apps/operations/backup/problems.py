"""What keeps a backup from being made or restored."""


class BackupProblem(Exception):
    """Nothing was written, or what was written counts as no backup; the text tells the operator what to do."""
