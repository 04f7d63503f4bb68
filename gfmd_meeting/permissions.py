"""Who may do what with the meeting itself."""

GIVEN = (
    "meeting",
    "party",
    "region",
    "stakeholdergroup",
    "specificobjective",
    "expectedoutcome",
    "emphasis",
    "priorrecommendation",
    "conceptnotesection",
    "figure",
    "lettertemplate",
)


def nobody(user, obj=None) -> bool:
    return False


# A meeting file adds and takes away what it gives; organisers correct it. Mail,
# personal links and imports are records. A person is deactivated: deleting one would take
# their history along.
RULES = (
    {f"{act}_{model}": nobody for act in ("add", "delete") for model in GIVEN}
    | {f"{act}_outgoingmail": nobody for act in ("add", "change", "delete")}
    | {f"{act}_personallink": nobody for act in ("add", "change", "delete")}
    | {f"{act}_sheetimport": nobody for act in ("add", "change", "delete")}
    | {"delete_user": nobody}
)
