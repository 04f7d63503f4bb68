"""What a revision says otherwise than the one before it, in words."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def tell_changes(before: dict, after: dict) -> list[str]:
    """A sentence for each change between two contents of one language, in that language.

    What is told: items that came, went, moved or say something else; texts of the report; the
    number of participants; the budget's totals; sections that came or went.
    """
    with translation.override(after["language"]):
        return [
            *_kinds(before, after),
            *_sections(before, after),
            *_items(before, after, "entries"),
            *_items(before, after, "practices"),
            *_texts(before, after),
            *_agenda(before, after),
            *_people(before, after),
            *_money(before, after),
        ]


def _kinds(before, after):
    if before["kind"] != after["kind"]:
        if after["kind"] == "final":
            yield _("This is a final report; the revision before was a draft.")
        else:
            yield _("This is a draft; the revision before was a final report.")


def _sections(before, after):
    had = {section["key"]: section["title"] for section in before["sections"]}
    has = {section["key"]: section["title"] for section in after["sections"]}
    for key, title in has.items():
        if key not in had:
            yield _("The section “%(title)s” is new.") % {"title": title}
    for key, title in had.items():
        if key not in has:
            yield _("The section “%(title)s” is left out.") % {"title": title}


def _items(before, after, name):
    had, has = _by_number(before, name), _by_number(after, name)
    for number, item in has.items():
        was = had.get(number)
        if was is None:
            yield _("%(number)s is new.") % {"number": number}
            continue
        if was["text"] != item["text"]:
            yield _("%(number)s says something else.") % {"number": number}
        if was.get("is_adopted") is False and item.get("is_adopted"):
            yield _("%(number)s is adopted.") % {"number": number}
        if was.get("is_adopted") and item.get("is_adopted") is False:
            yield _("%(number)s is no longer adopted.") % {"number": number}
        if any(was.get(part) != item.get(part) for part in ("addressed_to", "level")):
            yield _("%(number)s is addressed otherwise.") % {"number": number}
    for number in (number for number in had if number not in has):
        yield _("%(number)s is no longer in the report.") % {"number": number}


def _by_number(content, name):
    return {
        item["number"]: item
        for outcome in content.get("outcomes") or []
        for item in outcome[name]
        if item["number"]
    }


def _texts(before, after):
    for key in ("nature", "summary", "next_steps"):
        had, has = (content.get(key) or {} for content in (before, after))
        if had.get("text", "") != has.get("text", ""):
            title = next((s["title"] for s in after["sections"] if s["key"] == key), key)
            yield _("“%(title)s” was written anew.") % {"title": title}
    had = {o["number"]: (o["summary"] or {}).get("text", "") for o in before.get("outcomes") or []}
    for outcome in after.get("outcomes") or []:
        if had.get(outcome["number"], "") != (outcome["summary"] or {}).get("text", ""):
            yield _("The summary of expected outcome %(number)s was written anew.") % outcome


def _agenda(before, after):
    if "agenda" in before and "agenda" in after and before["agenda"] != after["agenda"]:
        yield _("The agenda as held was corrected.")


def _people(before, after):
    had, has = (content.get("participation", {}).get("total") for content in (before, after))
    if None not in (had, has) and had != has:
        yield ngettext(
            "%(has)d participant is counted, where there were %(had)d.",
            "%(has)d participants are counted, where there were %(had)d.",
            has,
        ) % {"has": has, "had": had}
    elif "participants" in before and before["participants"] != after.get("participants"):
        yield _("The list of participants was corrected.")


def _money(before, after):
    had, has = (content.get("budget", {}).get("total") for content in (before, after))
    if had and has and had != has:
        yield _("The figures of the budget changed.")
