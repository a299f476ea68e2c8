"""What keeps a backup from being made or restored."""

ANOTHER = "Another restore of this site is at work. Wait until it has ended."


class BackupProblem(Exception):
    """A backup was not made, or what was written counts as none; or one was not restored, or not in full.

    The text tells the operator what to do; `leaves`, what has changed nevertheless. It is empty if nothing has.
    """

    def __init__(self, sentence: str, leaves: str = "") -> None:
        super().__init__(sentence)
        self.leaves = leaves
