"""The page that must work when nothing else does. No test here may touch the database."""

from django.test import Client


def test_a_fault_is_said_in_three_languages_while_the_database_is_away():
    response = Client(raise_request_exception=False).get("/")

    page = response.content.decode()
    assert response.status_code == 500
    for words in ("Something went wrong", "Algo ha fallado", "Une erreur est survenue"):
        assert words in page
