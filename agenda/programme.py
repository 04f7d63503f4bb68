"""The agenda as plain values: day by day, slot by slot, in one language.

The page and the report both say what stands here. Everything is text, number,
list or dict, so it can be frozen as JSON.
"""


def collect_programme(language: str | None = None) -> list[dict]:
    """The days of the meeting with their sessions, in this language or the current one.

    A day: ``date`` (2011-10-04), ``name`` (Tuesday 4 October 2011), ``slots``.
    A slot holds the sessions that start together: ``start`` (09:00), ``end`` (that of
    all of them, or empty if they differ), ``sessions``.
    A session: ``pk``, ``kind`` and ``kind_name``, ``title`` and ``title_language``,
    ``start`` and ``end`` (09:00, local), ``starts_at`` and ``ends_at`` (ISO 8601),
    ``room``, ``interpretation`` (names of languages), ``outcomes`` (numbers),
    ``roles``. A role: ``role``, ``role_name``, ``people``. One of the people: ``name``
    (empty where the person is not to be listed) and ``delegation``.
    """
    raise NotImplementedError
