"""What is written of goals."""

from apps.teaching.goals.services.goals import add_goal, delete_goal, extend, save_goal

__all__ = ["add_goal", "delete_goal", "extend", "save_goal"]
