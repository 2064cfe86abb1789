"""Who may come in, and what every answer carries. A request passes `guard` (is it for this server, and from a page of
its own?), then `gate` (who asks, and with which mark?) before any page runs; `access` is what pages ask.
"""
