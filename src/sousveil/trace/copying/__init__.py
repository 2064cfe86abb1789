"""Copies: runs of words that two texts share.

First the `fingerprints` of a text, then `candidates` among all, the `runs` of a pair, and `copies` of them.
"""
