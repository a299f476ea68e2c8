"""What the library's housekeeping deletes."""

from apps.jobs.registry import expiry
from apps.library.services.own_decks import delete_expired_decks

expiry(delete_expired_decks)
