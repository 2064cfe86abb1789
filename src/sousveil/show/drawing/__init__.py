"""Pictures drawn on the server, each above a table with the same numbers."""
