"""The same told in other words.

`rewrites` within a language: `telling` units, their `agreement`, the `details`. `retellings` across languages: `facts`
and `facts_in_order`.
"""
