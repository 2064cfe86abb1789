"""Sources: frozen texts and archived pages, search in them, and who repeats whom."""
