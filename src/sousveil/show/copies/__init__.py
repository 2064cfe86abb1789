"""Copies of archived pages that are safe to look at, on an origin of their own.

`placing` says where in a capture the words of claims stand, `making` turns bytes into a copy (in a process apart:
`markup` writes a page anew from what is allowed, `sheets` draws pages of a PDF), `keeping` keeps copies for a while,
`passes` signs the addresses under which they are served, and `origin` serves them.
"""
