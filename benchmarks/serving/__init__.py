"""What browsers get, and what a server withstands."""
