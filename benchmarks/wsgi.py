"""The site as it is deployed, with constant answers before it."""

import os
from urllib.parse import parse_qs

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

from gfmd_meeting.wsgi import application as site


def application(environ, start_response):
    if environ["PATH_INFO"] != "/bench/constant/":
        return site(environ, start_response)
    size = int(parse_qs(environ["QUERY_STRING"]).get("bytes", ["2"])[0])
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(size))])
    return [b"o" * size]
