"""The Celery application with less patience, so that a trial of many deaths ends today.

A claim on a file runs out after some seconds, and beat rings for files that wait every
other second, where deployed both take a minute. Nothing else differs.
"""

from datetime import timedelta

import django

from gfmd_meeting.celery import app

django.setup()

from outcomes import tasks  # noqa: E402
from outcomes.report import build  # noqa: E402

LEASE, EVERY = 6, 2

build.LEASE = timedelta(seconds=LEASE)
tasks.SWEEP_SECONDS = EVERY
app.conf.beat_schedule["hand-on-stale-reports"]["schedule"] = EVERY
