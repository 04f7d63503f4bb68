"""The settings as they are, and two pages more to compare with."""

from gfmd_meeting.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
