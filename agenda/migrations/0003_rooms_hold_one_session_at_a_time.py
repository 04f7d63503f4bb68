"""PostgreSQL keeps two sessions out of one room at once, whoever writes them."""

from django.db import migrations


def add_exclusion(apps, schema_editor):
    # The room stands in as a range of one, so that no extension is needed (btree_gist).
    # A range of times holds its start and not its end: ends that touch do not overlap.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE agenda_session ADD CONSTRAINT session_has_its_room_to_itself"
            " EXCLUDE USING gist ("
            "int8range(room_id, room_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&)"
        )


def remove_exclusion(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE agenda_session DROP CONSTRAINT session_has_its_room_to_itself"
        )


class Migration(migrations.Migration):
    dependencies = [("agenda", "0002_initial")]

    operations = [migrations.RunPython(add_exclusion, remove_exclusion)]
