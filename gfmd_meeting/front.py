"""What stands before the site: public answers are kept for as long as they say.

When a session moves, a crowd reloads the agenda. An answer that says of itself that
anybody may have it for some seconds (``Cache-Control: public, s-maxage=...``) is kept
by this process in the forms that browsers ask for, and given to everyone who brings
no session of their own. Once it is older than half of its time one visitor fetches a
new one while the others go on being given the old, so a crowd costs one page a moment
and nobody reads anything older than it may be. How old an answer is it says itself, for
a proxy that keeps it in turn.
"""

import gzip
import math
import re
import threading
import time
from collections import OrderedDict
from http import HTTPStatus

import brotli
from django.conf import settings

MOST_KEPT = 300
_MAY_BE_KEPT = re.compile(r"\bpublic\b.*\bs-maxage=(\d+)")


class Kept:
    """An answer with its body in each encoding, and how long it is good.

    It is as old as the question that it answers: what changes meanwhile is not in it.
    """

    def __init__(self, status: str, headers, body: bytes, *, seconds: int, asked_at: float):
        self.asked_at = asked_at
        self.fresh_until = asked_at + seconds / 2
        self.good_until = asked_at + seconds
        self.status = status
        self.etag = next((value for name, value in headers if name.lower() == "etag"), "")
        self.headers = [(name, value) for name, value in headers if name.lower() not in _OURS]
        varies = [value for name, value in headers if name.lower() == "vary"]
        self.headers.append(("Vary", ", ".join([*varies, "Accept-Encoding"])))
        self.bodies = {
            "br": brotli.compress(body, quality=5),
            "gzip": gzip.compress(body, 6, mtime=0),
            "": body,
        }

    def answer(self, environ, start_response):
        """Give the answer, or say that the visitor has it already."""
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        encoding = next((name for name in ("br", "gzip") if name in accepted), "")
        age = max(0, math.ceil(time.monotonic() - self.asked_at))
        headers = [*self.headers, ("Age", str(age))]
        if self.etag:
            # A strong one would promise the same bytes in every encoding.
            is_weak = encoding and not self.etag.startswith("W/")
            headers.append(("ETag", f"W/{self.etag}" if is_weak else self.etag))
        if self.etag and self.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response(_NOT_MODIFIED, headers)
            return [b""]
        body = self.bodies[encoding]
        headers.append(("Content-Length", str(len(body))))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        start_response(self.status, headers)
        return [body]


_OURS = {"age", "etag", "vary", "content-length", "content-encoding", "date"}
_OF_A_VISITOR = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT_ENCODING"}
_OK = f"200 {HTTPStatus.OK.phrase}"
_NOT_MODIFIED = f"304 {HTTPStatus.NOT_MODIFIED.phrase}"


class Front:
    """A WSGI application before another."""

    def __init__(self, site):
        self.site = site
        self.public: set[str] = set()
        self.kept: OrderedDict[tuple, Kept] = OrderedDict()
        self.fetching: set[tuple] = set()
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        key = _key_of(environ)
        if key is None:
            return self.site(environ, start_response)
        if environ["PATH_INFO"] not in self.public:
            # It may be a file of any size, and is answered as it is asked for.
            return self._ask(key, environ, environ, start_response)
        kept = self.kept.get(key)
        now = time.monotonic()
        if kept is not None and now < kept.fresh_until:
            return kept.answer(environ, start_response)
        with self.lock:
            somebody_else_does = key in self.fetching
            self.fetching.add(key)
        if somebody_else_does and kept is not None and now < kept.good_until:
            return kept.answer(environ, start_response)
        try:
            # The whole answer is wanted, whatever this visitor has already.
            whole = {name: value for name, value in environ.items() if name not in _OF_A_VISITOR}
            return self._ask(key, whole, environ, start_response)
        finally:
            if not somebody_else_does:
                with self.lock:
                    self.fetching.discard(key)

    def _ask(self, key, asked, environ, start_response):
        """Ask the site, and keep what may be kept; anything else is handed on as it comes."""
        told = {}

        def hear(status, headers, exc_info=None):
            told.update(status=status, headers=headers, exc_info=exc_info)

        path = environ["PATH_INFO"]
        asked_at = time.monotonic()
        answer = self.site(asked, hear)
        seconds = _seconds_to_keep(told["status"], told["headers"])
        with self.lock:
            if not seconds:
                self.public.discard(path)
            elif len(self.public) < MOST_KEPT:
                self.public.add(path)
        if not seconds or told["status"] == _NOT_MODIFIED:
            start_response(told["status"], told["headers"], told["exc_info"])
            return answer
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        kept = Kept(told["status"], told["headers"], body, seconds=seconds, asked_at=asked_at)
        with self.lock:
            self.kept[key] = kept
            self.kept.move_to_end(key)
            while len(self.kept) > MOST_KEPT:
                self.kept.popitem(last=False)
        return kept.answer(environ, start_response)


def _key_of(environ) -> tuple | None:
    """What tells one public answer from another; none for a visitor with a session."""
    if environ["REQUEST_METHOD"] != "GET":
        return None
    cookies = environ.get("HTTP_COOKIE", "")
    language = ""
    if cookies:
        if settings.SESSION_COOKIE_NAME in cookies or "messages=" in cookies:
            return None
        found = re.search(rf"\b{settings.LANGUAGE_COOKIE_NAME}=([\w-]+)", cookies)
        language = found[1] if found else ""
    return (
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        language or environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        environ.get("HTTP_HOST", ""),
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
    )


def _seconds_to_keep(status: str, headers) -> int:
    if status not in (_OK, _NOT_MODIFIED):
        return 0
    for name, _value in headers:
        if name.lower() == "set-cookie":
            return 0
    control = next((value for name, value in headers if name.lower() == "cache-control"), "")
    found = _MAY_BE_KEPT.search(control)
    return int(found[1]) if found else 0
