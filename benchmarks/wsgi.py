"""The site as it is deployed, with a constant answer before Django."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

from gfmd_meeting.wsgi import application as site


def application(environ, start_response):
    if environ["PATH_INFO"] != "/bench/constant/":
        return site(environ, start_response)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]
