"""The meeting file: every fact of one meeting, in a text file that people write.

Loading one is reading, checking and storing, and each has a module: ``reading`` finds
the file and takes it apart, ``facts`` and ``values`` understand it as ``layout`` says,
``checks`` compares what it says with itself, ``storing`` writes all of it or nothing.

Its faults are told to whoever runs the server, in English like the keys of the file.
"""

from pathlib import Path

from .checks import check_facts
from .facts import read_facts
from .reading import find_file, read_file
from .storing import Changes, store_facts

__all__ = ["Changes", "load_meeting_file"]


def load_meeting_file(name: str | Path) -> Changes:
    """Store what the file says and tell what that changed.

    A file that cannot be stored is refused with every one of its faults.
    """
    table = read_file(find_file(name))
    facts, faults = read_facts(table)
    check_facts(facts, faults)
    faults.refuse()
    return store_facts(facts)
