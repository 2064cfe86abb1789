"""What every page is made with: its address read, its rooms and templates, tables and their downloads."""
