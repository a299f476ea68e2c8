"""What a kind raises for a note of which it cannot make cards."""

from apps.formats.messages import Message


class UnreadableNote(ValueError):
    """A note whose texts its kind cannot read; the message says where and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message
