"""How the web server runs: read by gunicorn, which looks for this file by its name."""

import os

_address = os.environ.get("SITE_URL", "")
_is_on_sqlite = not os.environ.get("DATABASE_URL") or "sqlite" in os.environ["DATABASE_URL"]

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
# SQLite's writers queue within a process (gfmd_meeting/sqlite/), so there is but one.
workers = 1 if _is_on_sqlite else int(os.environ.get("WEB_CONCURRENCY", "3"))
threads = 8
timeout = 60
graceful_timeout = 10
keepalive = 5
control_socket_disable = True
loglevel = "warning"
# The heartbeat is a file: on a disk, a busy disk would look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108


def when_ready(server):
    if _address:
        print(f"\nThe meeting is at {_address} (Ctrl-C stops it)\n", flush=True)


def post_worker_init(worker):
    """Without beat, the web process itself hands on what was left waiting."""
    if not os.environ.get("REDIS_URL"):
        from gfmd_meeting.sweeping import sweep_in_background

        sweep_in_background()
