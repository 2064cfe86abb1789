"""Organisations, and the names that may mean one of them."""
