"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gfmd_meeting.settings")

site = get_wsgi_application()

# After the settings are there.
from .front import Front  # noqa: E402

application = Front(site)
