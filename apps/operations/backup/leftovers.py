"""What killed processes have left behind, as opposed to what others are just writing."""

import os
from datetime import datetime

from apps.operations.models import ABANDONED


def is_abandoned(file: os.stat_result, now: datetime) -> bool:
    """Whether nobody has written to a file or a folder for so long that its process must have been killed."""
    return file.st_mtime < (now - ABANDONED).timestamp()
