"""Pages of decks and of the cards in them."""
