"""A person's own agenda: the sessions in which they have a part, and those they chose."""

from .models import AssignmentRole, ChosenSession


def own_sessions(days: list[dict], user) -> list[dict]:
    """The days (see programme.py) with nothing but the user's sessions.

    Each session gets ``own_roles``, what the user does in it, and ``is_chosen``.
    """
    chosen = set(ChosenSession.objects.filter(user=user).values_list("session_id", flat=True))
    participant = getattr(user, "participant", None)
    own = []
    for day in days:
        slots = []
        for slot in day["slots"]:
            sessions = []
            for session in slot["sessions"]:
                session["own_roles"] = _roles_of(participant, session)
                session["is_chosen"] = session["pk"] in chosen
                if session["own_roles"] or session["is_chosen"]:
                    sessions.append(session)
            if sessions:
                slots.append(slot | {"sessions": sessions})
        own.append(day | {"slots": slots})
    return own


def _roles_of(participant, session) -> list[str]:
    if participant is None:
        return []
    return [
        str(AssignmentRole(role["role"]).label)
        for role in session["roles"]
        if any(person["participant"] == participant.pk for person in role["people"])
    ]
