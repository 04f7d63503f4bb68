"""Clashes of a plan: what is in two places at once, and what is held while all are elsewhere.

The doors refuse the first kind (placing.py), so it stands only where someone wrote
past them; the second is a warning. An accreditation desk stays open while everybody is
elsewhere, and a break may be served in two places: neither is told of.
"""

from django.utils.translation import gettext as _

from agenda.models import Kind

from .findings import Finding, FindingKind
from .overlaps import Stay, find_meanwhile, find_overlaps
from .plan import Plan
from .wording import with_time, with_time_and_room


def find_clashes(plan: Plan) -> list[Finding]:
    """Every clash of the agenda, each once, the earlier session named first."""
    return [*_rooms(plan), *_people(plan), *_all_rooms(plan)]


def _rooms(plan):
    sittings = {sitting.pk: sitting for sitting in plan.sittings}
    for one, other in find_overlaps(_stay(each, each.room_id) for each in plan.sittings):
        one, other = sittings[one.where], sittings[other.where]
        sentence = _("%(room)s is taken twice: by %(one)s and by %(other)s.") % {
            "room": one.room,
            "one": with_time(one, plan.zone),
            "other": with_time(other, plan.zone),
        }
        yield Finding(FindingKind.ROOM, sentence, (one.pk, other.pk), room=one.room_id)


def _people(plan):
    sittings = {sitting.pk: sitting for sitting in plan.sittings}
    names = {held.person: held.name for each in plan.sittings for held in each.holders}
    stays = (_stay(each, held.person) for each in plan.sittings for held in each.holders)
    for one, other in find_overlaps(stays):
        sentence = _("%(person)s is in two places at once: in %(one)s and in %(other)s.") % {
            "person": names[one.who],
            "one": with_time_and_room(sittings[one.where], plan.zone),
            "other": with_time_and_room(sittings[other.where], plan.zone),
        }
        pks = (one.where, other.where)
        yield Finding(FindingKind.PERSON, sentence, pks, person=names[one.who])


def _all_rooms(plan):
    sittings = {sitting.pk: sitting for sitting in plan.sittings}
    desks = Kind.ACCREDITATION
    bound = [each for each in plan.sittings if each.kind != desks]
    wide = [_stay(each, each.spans_rooms) for each in bound if each.spans_rooms]
    narrow = [_stay(each, each.spans_rooms) for each in bound if not each.spans_rooms]
    for one, other in find_meanwhile(wide, narrow):
        everybody, held = sittings[one.where], sittings[other.where]
        if everybody.kind == held.kind == Kind.BREAK:
            continue
        sentence = _("%(session)s is held while everybody is at %(other)s.") % {
            "session": with_time_and_room(held, plan.zone),
            "other": with_time_and_room(everybody, plan.zone),
        }
        yield Finding(FindingKind.ALL_ROOMS, sentence, (everybody.pk, held.pk))


def _stay(sitting, who):
    return Stay(who, sitting.pk, sitting.starts_at, sitting.ends_at)
