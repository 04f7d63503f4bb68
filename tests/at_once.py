"""Acts that happen in the same moment, in real threads."""

import threading

from django.core.exceptions import ValidationError
from django.db import connection


def at_once(*acts):
    """Run the acts in threads that start together; return what each refused with, or None."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        start.wait()
        try:
            act()
        except ValidationError as refusal:
            answers[number] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
