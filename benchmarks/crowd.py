"""Many visitors at once, and how many answers a second they are given.

They read no more of an answer than its length, and keep their connections, so that it is
the server which is measured and not they.
"""

import socket
import threading
import time
from dataclasses import dataclass
from statistics import median

SIZE = 8


@dataclass(frozen=True)
class Compared:
    """How often a page was answered in a second, and how often its yardstick was."""

    page: str
    rate: float
    yardstick: str
    yardstick_rate: float
    at_least: float

    @property
    def ratio(self):
        return self.rate / self.yardstick_rate


class Crowd:
    def __init__(self, host: str, port: int, size: int = SIZE):
        self.host, self.port, self.size = host, port, size

    def compare(self, wanted, rounds: int, seconds: float) -> list[Compared]:
        """Each page and its yardstick by turns, so that a busy moment weighs on both alike."""
        rates = [([], []) for _ in wanted]
        for number in range(rounds + 1):
            for (page, cookies, yardstick, _at_least), told in zip(wanted, rates, strict=True):
                for path, of_path in zip((page, yardstick), told, strict=True):
                    rate = self.rate(path, cookies, seconds)
                    # The first round warms up.
                    if number:
                        of_path.append(rate)
        return [
            Compared(
                f"{page}, {'signed in' if cookies else 'a stranger'}",
                median(of_page),
                yardstick,
                median(of_yardstick),
                at_least,
            )
            for (page, cookies, yardstick, at_least), (of_page, of_yardstick) in zip(
                wanted, rates, strict=True
            )
        ]

    def rate(self, path: str, cookies: dict, seconds: float) -> float:
        """Answers a second."""
        counts = [0] * self.size
        until = time.monotonic() + seconds

        def ask(number):
            counts[number] = self._ask_until(until, path, cookies)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(self.size)]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts) / (time.monotonic() - begun)

    def _ask_until(self, until, path, cookies) -> int:
        lines = [f"GET {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        if cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in cookies.items()))
        question = ("\r\n".join(lines) + "\r\n\r\n").encode()
        count = 0
        with socket.create_connection((self.host, self.port), timeout=60) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.monotonic() < until:
                connection.sendall(question)
                _read_answer(connection)
                count += 1
        return count


def _read_answer(connection) -> None:
    told = b""
    while b"\r\n\r\n" not in told:
        told += _receive(connection)
    head, _, body = told.partition(b"\r\n\r\n")
    status, *headers = head.split(b"\r\n")
    if b" 200 " not in status:
        raise RuntimeError(status.decode())
    length = next(
        int(header[15:]) for header in headers if header.lower().startswith(b"content-length:")
    )
    left = length - len(body)
    while left > 0:
        left -= len(_receive(connection))


def _receive(connection) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise ConnectionError("The server closed the connection.")
    return received


def verdict(compared: list[Compared]) -> str:
    """What was measured beside what was wanted, a line each."""
    lines = [f"{'':24} {'a second':>9} {'yardstick':>9} {'ratio':>6} {'wanted':>7}"]
    for one in compared:
        word = "holds" if one.ratio >= one.at_least else "FALLS SHORT"
        lines.append(
            f"{one.page:24} {one.rate:9.0f} {one.yardstick_rate:9.0f}"
            f" {one.ratio:6.2f} {one.at_least:7.1f}  {word}  ({one.yardstick})"
        )
    return "\n".join(lines)
