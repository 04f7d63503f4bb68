"""Practices become rows of their own, and who proposed what stands apart."""

import uuid

from django.db import migrations

SAME = (
    "session_id",
    "outcome_id",
    "language",
    "text_en",
    "text_es",
    "text_fr",
    "addressed_to",
    "version",
    "recorded_by_id",
    "changed_by_id",
    "withdrawn_at",
    "withdrawn_by_id",
)


def part(apps, schema_editor):
    recommendations = apps.get_model("outcomes.Recommendation").objects
    proposers = apps.get_model("outcomes.Proposer").objects
    practices = apps.get_model("outcomes.Practice").objects
    for item in recommendations.filter(kind="practice"):
        practice = practices.create(**{name: getattr(item, name) for name in SAME})
        practices.filter(pk=practice.pk).update(
            recorded_at=item.recorded_at, changed_at=item.changed_at
        )
        if item.proposed_by:
            proposers.create(practice=practice, names=item.proposed_by)
        item.delete()
    for item in recommendations.all():
        recommendations.filter(pk=item.pk).update(uid=uuid.uuid4())
        if item.proposed_by:
            proposers.create(recommendation=item, names=item.proposed_by)


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0003_practices_versions_and_consents")]
    operations = [migrations.RunPython(part, migrations.RunPython.noop)]
