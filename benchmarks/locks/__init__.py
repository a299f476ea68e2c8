"""How long anything makes others wait."""
