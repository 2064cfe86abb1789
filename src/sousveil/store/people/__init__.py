"""Who may sign in, with which keys, and what the people of a case agreed on."""
