"""How the report writes times, languages and names."""

from datetime import datetime

from gfmd_meeting.dates import readers_locale


def time(value: datetime) -> str:
    """09:30"""
    return value.strftime("%H:%M")


def language_name(code: str) -> str:
    """Spanish"""
    return readers_locale().languages.get(code, code)
