"""Who may do what about the agenda: everybody reads it, the organisers write it."""

RULES = {}
