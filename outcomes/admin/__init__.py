"""The organisers' desk for what sessions concluded, how it was adopted, and the reports of it."""

from . import histories, items, records, reports

__all__ = ["histories", "items", "records", "reports"]
