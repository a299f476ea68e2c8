"""What tests write into the form of a card."""


def add(client, deck, headers=None, **fields):
    """Send the form of a new card."""
    return client.post(f"/decks/{deck.slug}/add/", {"kind": "basic", "stay": "on", **fields}, headers=headers)
