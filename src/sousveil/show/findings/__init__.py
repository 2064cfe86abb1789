"""Findings and their claims: the list, one finding, how it went on, two days of the case beside each other."""
