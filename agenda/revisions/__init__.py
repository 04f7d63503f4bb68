"""What differs between two releases of the agenda.

- differences.py: the changes from one snapshot to another, found as data.
- wording.py: a change in one sentence, in the reader's language.
"""

from .differences import compare, concerns
from .wording import describe

__all__ = ["compare", "concerns", "describe"]
