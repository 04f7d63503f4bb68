"""Texts that people wrote, as the report takes them."""

from outcomes.report import wording


def told(text: str, of_language: str) -> dict:
    """A text with the language that it is in."""
    return {
        "text": text,
        "language": of_language,
        "language_name": wording.language_name(of_language),
    }


def written_text(texts: dict, key: str, language: str) -> dict | None:
    """One of the report's own texts (report_texts.py); nothing where none was written."""
    text = texts.get(key)
    if text is None or not text.is_written:
        return None
    return told(*text.text_in(language))
