"""The Celery application. Its settings are the ``CELERY_`` names of settings.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gfmd_meeting.settings")

app = Celery("gfmd_meeting")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
