"""Whether those who hold roles in a session are understood in it, and understand it.

What is known of a participant is the preferred language, and whether they need
interpretation; of a guest nothing. What is known of a session are the languages that
it is interpreted into and from.

- Where a session is interpreted, a holder of a role is not covered if their preferred
  language is none of those, whether or not they need interpretation: they would speak
  a language that nobody puts into another.
- Where it is not, they have to share one language: more than one among the holders is
  not covered, and neither is anyone who needs interpretation.
- A code that no language has is told of as well: no booth can be ordered for it.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gfmd_meeting.dates import readers_locale

from .findings import Finding, FindingKind
from .plan import Plan, Sitting
from .wording import with_time


def find_unheard(plan: Plan):
    """Sessions whose interpretation leaves some of their role holders out, one finding each."""
    for sitting in plan.sittings:
        session = with_time(sitting, plan.zone)
        unknown = [code for code in sitting.interpretation if not _is_language(code)]
        if unknown:
            sentence = ngettext(
                "%(session)s is interpreted into “%(codes)s”, which is the code of no language.",
                "%(session)s is interpreted into “%(codes)s”, which are codes of no language.",
                len(unknown),
            ) % {"session": session, "codes": " ".join(unknown)}
            yield Finding(FindingKind.UNKNOWN_LANGUAGE, sentence, (sitting.pk,))
        uncovered = _uncovered(sitting)
        if uncovered:
            sentence = _wording(sitting, uncovered) % {
                "session": session,
                "languages": ", ".join(map(_language_name, sitting.interpretation)),
                "people": ", ".join(
                    f"{held.name} ({_language_name(held.language)})" for held in uncovered
                ),
            }
            names = ", ".join(held.name for held in uncovered)
            yield Finding(FindingKind.LANGUAGES, sentence, (sitting.pk,), person=names)


def _wording(sitting, uncovered):
    if sitting.interpretation:
        return _("%(session)s is interpreted into %(languages)s, which leaves out %(people)s.")
    if len({held.language for held in uncovered}) > 1:
        return _("Nothing is interpreted in %(session)s, and these differ: %(people)s.")
    return _("Nothing is interpreted in %(session)s, and these need it: %(people)s.")


def _uncovered(sitting: Sitting):
    people = {held.person: held for held in sitting.present if held.language}.values()
    if sitting.interpretation:
        return [held for held in people if held.language not in sitting.interpretation]
    if len({held.language for held in people}) > 1:
        return list(people)
    return [held for held in people if held.needs_interpretation]


def _is_language(code):
    return code in readers_locale().languages


def _language_name(code):
    return readers_locale().languages.get(code, code)
