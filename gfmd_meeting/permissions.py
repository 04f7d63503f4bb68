"""Who may do what with the meeting itself."""


def nobody(user, obj=None) -> bool:
    """What a meeting file gives is added and taken away by a meeting file alone."""
    return False


RULES = {
    "add_meeting": nobody,
    "delete_meeting": nobody,
    "delete_user": nobody,
    "add_outgoingmail": nobody,
    "change_outgoingmail": nobody,
    "delete_outgoingmail": nobody,
}
