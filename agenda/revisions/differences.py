"""What has changed from one snapshot to another, as data.

Sessions are known again by their UID. A change is a dict of plain values, kept with the
release that made it: ``kind``, ``uid``, ``pk``, ``title`` (in each language),
``before`` and ``after`` where there are such, and ``participants``, the numbers of those
whom it concerns: who holds a role in the session, or, where only a role changes, the
person who is given it or loses it.
"""

PLACE = ("starts_at", "ends_at", "room")
SAID_OF_A_PERSON = ("name", "delegation", "line")
# What may differ in a session that stays, in the order in which it is told.
ASPECTS = (
    "title",
    "kind",
    "audience",
    "spans_rooms",
    "description",
    "guiding_questions",
    "interpretation",
    "outcomes",
    "objectives",
)


def compare(before: dict | None, after: dict) -> list[dict]:
    """The changes from one snapshot to another, in the order of the agenda.

    Before the first release there is nothing to compare with, and nothing has changed.
    """
    if before is None:
        return []
    old = {entry["uid"]: entry for entry in before["sessions"]}
    new = {entry["uid"]: entry for entry in after["sessions"]}
    changes = []
    for uid in old.keys() - new.keys():
        changes.append(_change("removed", old[uid], before=_place(old[uid])))
    for uid, entry in new.items():
        if uid in old:
            changes += _compare_session(old[uid], entry)
        else:
            changes.append(_change("added", entry, after=_place(entry)))
    starts = {uid: entry["starts_at"] for uid, entry in (old | new).items()}
    return sorted(changes, key=lambda change: (starts[change["uid"]], change["pk"]))


def concerns(change: dict, participant: int | None) -> bool:
    """Whether a change is about a session, or the part in one, of this participant."""
    return participant is not None and participant in change["participants"]


def _compare_session(old: dict, new: dict) -> list[dict]:
    changes = []
    if (old["starts_at"], old["ends_at"]) != (new["starts_at"], new["ends_at"]):
        changes.append(_change("moved", new, old, before=_place(old), after=_place(new)))
    if old["room"]["pk"] != new["room"]["pk"]:
        names = {"before": old["room"]["name"], "after": new["room"]["name"]}
        changes.append(_change("room", new, old, **names))
    elif old["room"]["name"] != new["room"]["name"]:
        names = {"before": old["room"]["name"], "after": new["room"]["name"]}
        changes.append(_change("room_name", new, old, **names))
    for aspect in ASPECTS:
        if old[aspect] != new[aspect]:
            values = {"before": old[aspect], "after": new[aspect]}
            changes.append(_change(aspect, new, old, **values))
    return changes + _compare_roles(old, new)


def _compare_roles(old: dict, new: dict) -> list[dict]:
    held, holds = ({_holder(role): role for role in entry["roles"]} for entry in (old, new))
    changes = []
    for holder, role in held.items():
        if holder not in holds:
            changes.append(_role_change("role_taken", new, role))
    for holder, role in holds.items():
        if holder not in held:
            changes.append(_role_change("role_given", new, role))
        elif any(held[holder][said] != role[said] for said in SAID_OF_A_PERSON):
            changes.append(_role_change("line", new, role))
    stayed = [holder for holder in held if holder in holds]
    if stayed != [holder for holder in holds if holder in held]:
        changes.append(_change("order", new, old))
    return changes


def _change(kind: str, entry: dict, old: dict | None = None, **values) -> dict:
    people = {role["participant"] for one in (entry, old) if one for role in one["roles"]}
    return {
        "kind": kind,
        "uid": entry["uid"],
        "pk": entry["pk"],
        "title": entry["title"],
        "participants": sorted(people - {None}),
        **values,
    }


def _role_change(kind: str, entry: dict, role: dict) -> dict:
    change = _change(kind, entry, role=role["role"], name=role["name"])
    concerned = [role["participant"]] if role["participant"] else []
    return change | {
        "participant": role["participant"],
        "delegation": role["delegation"],
        "participants": concerned,
    }


def _holder(role: dict) -> tuple:
    return role["role"], role["participant"] or role["name"]


def _place(entry: dict) -> dict:
    return {name: entry[name] for name in PLACE}
