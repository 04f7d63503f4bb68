"""What tests of the agenda may ask for."""

import pytest
from django.db import connection

from agenda.clashes.placing import EXCLUSION_OF_PEOPLE
from agenda.models import Assignment

ROLES = "ALTER TABLE agenda_assignment"


@pytest.fixture
def no_exclusion_of_people(db):
    """What stands behind the rule for people on PostgreSQL is away, then as it was."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s",
            [EXCLUSION_OF_PEOPLE],
        )
        (definition,) = cursor.fetchone()
        cursor.execute(f"{ROLES} DROP CONSTRAINT {EXCLUSION_OF_PEOPLE}")
    yield
    with connection.cursor() as cursor:
        Assignment.objects.all().delete()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"{ROLES} ADD CONSTRAINT {EXCLUSION_OF_PEOPLE} {definition}")
