"""The browser: finding cards and notes, and changing many of them."""
