"""What is written of goals."""

from apps.teaching.goals.services.goals import delete_goal, extend, save_goal

__all__ = ["delete_goal", "extend", "save_goal"]
