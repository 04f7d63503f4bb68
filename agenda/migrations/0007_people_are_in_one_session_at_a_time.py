"""PostgreSQL keeps a person out of two sessions at once, whoever writes them.

A role has no times of its own, and a constraint sees one table: each role is given those of
its session by triggers, in a column that only the database knows. Guests are told apart by
name as it is typed, in capitals or not; the rule in clashes/placing.py knows more spellings.
"""

from django.db import migrations

# Columns that Django does not name are left alone by it, in every query that it writes.
ADD = """
ALTER TABLE agenda_assignment ADD COLUMN during tstzrange;

CREATE FUNCTION agenda_assignment_takes_the_times_of_its_session() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- For share: a session that is being moved is waited for.
    SELECT tstzrange(starts_at, ends_at) INTO NEW.during
    FROM agenda_session WHERE id = NEW.session_id FOR SHARE;
    RETURN NEW;
END $$;

CREATE TRIGGER assignment_takes_the_times_of_its_session
BEFORE INSERT OR UPDATE ON agenda_assignment
FOR EACH ROW EXECUTE FUNCTION agenda_assignment_takes_the_times_of_its_session();

CREATE FUNCTION agenda_session_gives_its_times_to_its_roles() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- Their own trigger reads the new times.
    UPDATE agenda_assignment SET during = during WHERE session_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER session_gives_its_times_to_its_roles
AFTER INSERT OR UPDATE OF starts_at, ends_at ON agenda_session
FOR EACH ROW EXECUTE FUNCTION agenda_session_gives_its_times_to_its_roles();

UPDATE agenda_assignment SET during = during;

-- Fires what Django defers, so that the table may be altered.
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;

-- A number stands in as a range of one, and the session as an address, the one type whose
-- difference an index of the database itself can tell: no extension is needed (btree_gist).
ALTER TABLE agenda_assignment ADD CONSTRAINT assignment_has_its_person_to_itself
EXCLUDE USING gist (
    (CASE
        WHEN participant_id IS NOT NULL THEN int8range(participant_id, participant_id, '[]')
        ELSE int8range(
            -1 - (hashtextextended(lower(guest_name), 0) & 4611686018427387903),
            -1 - (hashtextextended(lower(guest_name), 0) & 4611686018427387903),
            '[]'
        )
    END) WITH &&,
    during WITH &&,
    ('::'::inet + session_id) inet_ops WITH <>
);
"""
REMOVE = """
ALTER TABLE agenda_assignment DROP CONSTRAINT assignment_has_its_person_to_itself;
DROP TRIGGER session_gives_its_times_to_its_roles ON agenda_session;
DROP FUNCTION agenda_session_gives_its_times_to_its_roles();
DROP TRIGGER assignment_takes_the_times_of_its_session ON agenda_assignment;
DROP FUNCTION agenda_assignment_takes_the_times_of_its_session();
ALTER TABLE agenda_assignment DROP COLUMN during;
"""


def add_exclusion(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def remove_exclusion(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVE)


class Migration(migrations.Migration):
    dependencies = [("agenda", "0006_documents")]

    operations = [migrations.RunPython(add_exclusion, remove_exclusion)]
