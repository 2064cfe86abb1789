"""Reference data that a researcher imports: lists of firms, trade statistics, yearly indicators.

Invariant: what is read here is context and is never made into a claim. Every row of a file leaves as a record or as a
counted drop with its line; persons are not taken in.
"""
