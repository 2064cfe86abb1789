"""Where, and who with whom: countries and what is imported about them, the map, the network."""
