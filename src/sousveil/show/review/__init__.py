"""Review: one claim at a time is put before a person, with everything that is needed to decide about it.

`page.py` is the page, `cards.py` a claim as it is put before somebody, `passage.py` the words around it, `slots.py`
what can be corrected, `stakes.py` what a decision would change, `steps.py` what a person sends and what is recorded
of it,
`writing.py` claims that are written by hand.
"""
