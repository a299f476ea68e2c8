"""Making backups, bringing one back, and deleting old ones."""
