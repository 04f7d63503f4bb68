"""What is looked for in the words of a draft. Each rule returns the words that it found."""

from .words import Draft, LanguageWords

# How far the verb may stand behind "The meeting recommends that all States".
FIRST_WORDS = 12
# A sentence, a line or a part of a list that has fewer words is a heading or an abbreviation.
WORDS_OF_A_SENTENCE = 3
MOST_SHOWN = 5


def find_opening(draft: Draft, known: LanguageWords) -> tuple[str, ...]:
    """The word that stands where the operative verb should, if it is none."""
    after_article = False
    for word in draft.words[:FIRST_WORDS]:
        if known.is_operative(word.folded) and (
            not after_article
            # "El ampliar", but neither "the review" nor "el deber".
            or (known.verb_after_article and word.folded not in known.nouns_too)
        ):
            return ()
        if word.folded not in known.leads:
            return (word.text,)
        after_article = word.folded in known.articles
    return (draft.words[0].text,)


def find_obligations(draft: Draft, known: LanguageWords) -> tuple[str, ...]:
    """Words that bind: "must", "deberá", "il faut"; not the noun ("el deber")."""
    found, place = [], 0
    while place < len(draft.words):
        end = _phrase_at(draft, place, known.binding)
        before = draft.words[place - 1].folded if place else ""
        if end and not (before in known.articles and end == place + 1):
            found.append(draft.quote(place, end))
        place = end or place + 1
    return _shown(found)


def find_second_idea(draft: Draft, known: LanguageWords) -> tuple[str, ...]:
    """Where a second thing to be done begins: a sentence, a semicolon, an "and" with a verb."""
    return _second_sentence(draft, known) or _behind_semicolon(draft) or _second_verb(draft, known)


def is_long(draft: Draft, known: LanguageWords) -> bool:
    return len(draft.text.split()) > known.many_words


def _second_sentence(draft, known):
    begins = 0
    for place in range(1, len(draft.words)):
        before, word = draft.words[place - 1], draft.words[place]
        between = draft.text[before.end : word.start]
        if not word.is_capitalized or not _ends_sentence(between, before, known):
            continue
        rest = len(draft.words) - place
        if place - begins >= WORDS_OF_A_SENTENCE and rest >= WORDS_OF_A_SENTENCE:
            return (draft.quote(place, place + WORDS_OF_A_SENTENCE) + "…",)
        begins = place
    return ()


def _ends_sentence(between, before, known):
    """A sign that ends one, an empty line, or the dash of a list on a line of its own."""
    if "\n" in between and (between.count("\n") > 1 or between.strip()):
        return True
    if between[-1].isalnum() or between[-1] in ".,:’'":
        return False
    if "." in between and (before.folded in known.abbreviations or len(before.text) == 1):
        return False
    return any(sign in between for sign in ".!?…") and any(sign.isspace() for sign in between)


def _behind_semicolon(draft):
    for place in range(WORDS_OF_A_SENTENCE, len(draft.words) - WORDS_OF_A_SENTENCE + 1):
        if ";" in draft.text[draft.words[place - 1].end : draft.words[place].start]:
            return ("; " + draft.quote(place, place + WORDS_OF_A_SENTENCE) + "…",)
    return ()


def _second_verb(draft, known):
    """ "Create a fund and train officers", but not "Create and maintain a fund" nor "Train
    officers to identify victims and refer them": there the verbs share an object or an aim.
    """
    opened = next((n for n, w in enumerate(draft.words) if known.is_operative(w.folded)), None)
    if opened is None:
        return ()
    for place in range(opened + 1, len(draft.words) - 1):
        if _begins_aim(draft, place, known):
            return ()
        end = _phrase_at(draft, place, known.joints)
        is_joint = end is not None
        if not is_joint and draft.words[place].folded in known.ands:
            end = place + 1
        if end is None or _is_pair(draft.words[place - 1].folded, place - opened, known):
            continue
        verb = end + (end < len(draft.words) and draft.words[end].folded in known.purposes)
        if _is_second_verb(draft, verb, is_joint, known):
            return (draft.quote(place, verb + 1),)
    return ()


def _begins_aim(draft, place, known):
    return draft.words[place - 1].folded in known.purposes and known.is_verb(
        draft.words[place].folded
    )


def _is_pair(before, distance, known):
    """Whether the "and" stands right behind the verb that opens, or behind one more."""
    return distance == 1 or (known.is_verb(before) and before not in known.nouns_too)


def _is_second_verb(draft, place, is_joint, known):
    if place >= len(draft.words):
        return False
    word = draft.words[place].folded
    if is_joint:
        return known.is_joined(word)
    # "And support the families", but not "training and support".
    followed = place + 1 < len(draft.words) and draft.words[place + 1].folded in known.articles
    return known.is_verb(word) and (followed or word not in known.nouns_too)


def _phrase_at(draft, place, phrases):
    """Where the longest of these phrases that begins here ends, if one does."""
    for length in range(3, 0, -1):
        here = tuple(word.folded for word in draft.words[place : place + length])
        if len(here) == length and here in phrases:
            return place + length
    return None


def _shown(found):
    return tuple(dict.fromkeys(found))[:MOST_SHOWN]
