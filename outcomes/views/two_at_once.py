"""What the second of two writers sees of what the first has saved."""

from dataclasses import dataclass

from outcomes.differences import Difference, compare_details
from outcomes.models import Practice, Recommendation, SessionRecord
from outcomes.versions import details_of, plain_details


@dataclass(frozen=True)
class Conflict:
    """What is saved now, and where what was typed says something else."""

    theirs: Recommendation | Practice | SessionRecord
    differences: list[Difference]


def is_conflict(refusal) -> bool:
    return getattr(refusal, "code", "") == "changed_meanwhile"


def conflict_of(form, theirs) -> Conflict:
    """Both wordings. The form's next try starts from the one that its writer now sees."""
    form.start_from(theirs)
    mine, said = plain_details(form.details), plain_details(details_of(theirs))
    # What the writer may not read is neither in the form nor shown.
    without = tuple(name for name in said if name not in mine)
    return Conflict(theirs, compare_details(type(theirs), said, mine, without=without))
