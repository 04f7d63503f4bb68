"""A visitor who asks one thing after another, and the times that it took."""

import http.client
import json
import re
import socket
import time
import uuid
from collections.abc import Callable
from statistics import median, quantiles
from urllib.parse import urlencode

PATIENCE = 60


def wait_for(host: str, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection((host, port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


class Visitor:
    """One connection, kept open, with its cookies."""

    def __init__(self, host: str, port: int):
        self.connection = http.client.HTTPConnection(host, port, timeout=60)
        self.cookies = {}

    def get(self, path: str) -> str:
        return self._ask("GET", path, expect=200)

    def sign_in(self, email: str, password: str) -> None:
        page = self.get("/accounts/login/")
        form = {
            "csrfmiddlewaretoken": re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1],
            "login": email,
            "password": password,
        }
        self._ask("POST", "/accounts/login/", urlencode(form), expect=302)

    def registration_form(self) -> dict:
        """What the page of registration wants to be sent, filled in but for the person."""
        page = self.get("/register/")
        return {
            "csrfmiddlewaretoken": re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1],
            "delegation": re.search(r'<option value="(\d+)"', page)[1],
            "capacity": "delegate",
            "given_name": "Ana",
            "family_name": "García",
            "function": "Counsellor",
            "language": "en",
        }

    def register(self, form: dict) -> None:
        body = urlencode(form | {"email": f"{uuid.uuid4().hex}@example.org"})
        self._ask("POST", "/register/", body, expect=302)

    def save(self, path: str, typed: dict) -> int:
        """Send what was typed, and return the version that it became."""
        return json.loads(self._ask("POST", path, urlencode(typed), expect=200))["version"]

    def _ask(self, method, path, body=None, *, expect):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status != expect:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {text[:500]}")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return text


def measure(pages: dict[str, Callable], rounds: int, warm_up: int = 20) -> dict[str, list[float]]:
    """Seconds that each took, asked by turns so that a busy moment weighs on all alike."""
    times = {name: [] for name in pages}
    for number in range(warm_up + rounds):
        for name, ask in pages.items():
            begun = time.perf_counter()
            ask()
            if number >= warm_up:
                times[name].append(time.perf_counter() - begun)
    return times


def table(times: dict[str, list[float]]) -> str:
    """Medians, and how many times the first and the second they are."""
    constant, template = (median(seconds) for seconds in list(times.values())[:2])
    lines = [f"{'':24} {'median':>9} {'95 %':>9} {'x constant':>11} {'x template':>11}"]
    for name, seconds in times.items():
        middle, late = median(seconds), quantiles(seconds, n=20)[-1]
        lines.append(
            f"{name:24} {middle * 1000:6.1f} ms {late * 1000:6.1f} ms"
            f" {middle / constant:11.1f} {middle / template:11.1f}"
        )
    return "\n".join(lines)
