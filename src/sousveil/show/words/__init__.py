"""The interface's words: catalogues, numbers and dates as a language writes them, and records in plain words."""
