"""What is written of reminders."""

from apps.reminders.services.settings import remove_calendar, renew_calendar, save_reminders, unsubscribe

__all__ = ["remove_calendar", "renew_calendar", "save_reminders", "unsubscribe"]
