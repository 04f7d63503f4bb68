"""What an editor would say of a draft, in the language that it is written in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .attribution import find_names
from .rules import find_obligations, find_opening, find_second_idea, is_long
from .words import read_text, words_of_language


@dataclass(frozen=True)
class Advice:
    """One thing to think of, and the words of the text that it is about, where there are some."""

    code: str
    sentence: str | Promise
    found: tuple[str, ...] = ()


OPENING = _("Begin with what is to be done: “Establish”, “Ampliar”, “Renforcer”.")
BINDING = _(
    "“Must” and “shall” bind, and this text does not: write “should”, or begin with the verb."
)
IDEAS = _("This may say two things. Of two recommendations, each can be adopted on its own.")
LONG = _("This is long for one recommendation. Can it be said shorter, or in two?")
ATTRIBUTION = _(
    "Someone is named here, and the meeting does not say who said what. Write it without the name."
)


def advise(text: str, language: str, *, allows_attribution: bool) -> list[Advice]:
    """What is to be thought of in the text of a recommendation; nothing where it reads well.

    ``allows_attribution`` is whether people, States and organizations may be named in it:
    not under the Chatham House Rule. Reads the names that the meeting knows from the
    database, at most once a minute.
    """
    known = words_of_language(language)
    draft = read_text(text)
    if known is None or not draft.words:
        return []
    found = [
        ("opening", OPENING, find_opening(draft, known)),
        ("binding", BINDING, find_obligations(draft, known)),
        ("ideas", IDEAS, find_second_idea(draft, known)),
        ("attribution", ATTRIBUTION, () if allows_attribution else find_names(draft, known)),
    ]
    advice = [Advice(code, sentence, words) for code, sentence, words in found if words]
    if is_long(draft, known) and not any(one.code == "ideas" for one in advice):
        advice.append(Advice("long", LONG))
    return advice
