"""The case for programs: the same records as on the pages and the command line, as JSON, behind the same permissions.

`routes` is the table of everything that can be asked; the addresses, the OpenAPI document and the page that explains
them are all made from it.
"""
