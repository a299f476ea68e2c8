"""From which interval on a card counts as mature; a learned card with a shorter one is young."""

MATURE_DAYS = 21
