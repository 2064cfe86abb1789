"""Captures and their texts, the echoes between them, and search."""
