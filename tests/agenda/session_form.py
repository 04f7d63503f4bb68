"""What the form of a session sends, and what it answers."""

from django.urls import reverse

from agenda.models import Session
from tests.factories import moment

LIST = reverse("admin:agenda_session_changelist")
ADD = reverse("admin:agenda_session_add")


def change_url(session):
    return reverse("admin:agenda_session_change", args=[session.pk])


def typed(session, *roles, **fields):
    """What the form of a session sends: its fields, and its roles as rows."""
    start, end = (at.astimezone(moment(4, "00:00").tzinfo) for at in _times(session))
    data = {
        "kind": session.kind,
        "room": session.room_id,
        "starts_at_0": f"{start:%Y-%m-%d}",
        "starts_at_1": f"{start:%H:%M}",
        "ends_at_0": f"{end:%Y-%m-%d}",
        "ends_at_1": f"{end:%H:%M}",
        "audience": session.audience,
        "interpretation": session.interpretation,
        "assignments-TOTAL_FORMS": len(roles),
        "assignments-INITIAL_FORMS": sum(1 for role in roles if role.get("id")),
    }
    for text in ("title", "description", "guiding_questions"):
        for code in ("en", "es", "fr"):
            data[f"{text}_{code}"] = getattr(session, f"{text}_{code}") or ""
    for number, role in enumerate(roles):
        row = {"session": session.pk or "", "role": "chair", "position": 0} | role
        data |= {f"assignments-{number}-{name}": value for name, value in row.items()}
    return data | fields


def _times(session):
    return session.starts_at, session.ends_at


def row_of(assignment, **fields):
    return {
        "id": assignment.pk,
        "participant": assignment.participant_id,
        "role": assignment.role,
        "position": assignment.position,
    } | fields


def errors_of(response):
    """The errors of the form by field, and those of each row of roles."""
    assert response.status_code == 200
    (formset,) = (inline.formset for inline in response.context["inline_admin_formsets"])
    return response.context["adminform"].form.errors, formset.errors


def unsaved(**fields):
    defaults = {
        "kind": "session",
        "title_en": "The new one",
        "starts_at": moment(4, "09:00"),
        "ends_at": moment(4, "10:00"),
    }
    return Session(**defaults | fields)
