"""Whom a text rests on: `pointing` at a name, `particulars` of a report, the origins of a case (`cited_origins`).

`held` knows which source of the case is meant, `originals` where one that is not held may be had.
"""
