"""The project, and the meeting that it runs: what the concept note gives."""

from .celery import app as celery_app

__all__ = ["celery_app"]
