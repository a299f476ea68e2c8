"""Where people are logged in: the sessions of their browsers, and how they end."""
