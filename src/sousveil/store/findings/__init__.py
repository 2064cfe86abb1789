"""Findings, their past, and what lists, the map and the network count of them."""
