"""What was a report until now was one file of its own snapshot: each becomes a revision of one file."""

import hashlib
import json
import secrets

from django.db import migrations

SAME = (
    "language",
    "requested_by_id",
    "stage",
    "progress",
    "claimed_until",
    "attempts",
    "failure",
    "file",
    "size",
    "sha256",
    "ended_at",
    "cancelled_by_id",
)


def give_revisions(apps, schema_editor):
    reports = apps.get_model("outcomes.Report").objects
    files = apps.get_model("outcomes.ReportFile").objects
    for number, report in enumerate(reports.order_by("pk"), start=1):
        told = {name: getattr(report, name) for name in SAME}
        if report.snapshot is None or report.stage == "collecting":
            told |= {
                "stage": "failed",
                "failure": "stopped",
                "file": "",
                "sha256": "",
                "ended_at": report.requested_at,
                "cancelled_by_id": None,
            }
        snapshot = {report.language: report.snapshot} if report.snapshot else {}
        plain = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        file = files.create(report=report, **told)
        files.filter(pk=file.pk).update(requested_at=report.requested_at)
        reports.filter(pk=report.pk).update(
            number=number,
            code=secrets.token_hex(6).upper(),
            snapshot=snapshot,
            sha256=hashlib.sha256(plain.encode()).hexdigest(),
        )


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0007_revisions_and_their_files")]
    operations = [migrations.RunPython(give_revisions, migrations.RunPython.noop)]
