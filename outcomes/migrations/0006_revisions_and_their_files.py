"""A report becomes a revision that says one thing in every language, and its files rows beneath it.

What was a report until now was one file of its own snapshot: each gets a revision, in order.
"""

import hashlib
import json
import secrets

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def give_revisions(apps, schema_editor):
    reports = apps.get_model("outcomes.Report").objects
    files = apps.get_model("outcomes.ReportFile").objects
    for number, file in enumerate(files.order_by("pk"), start=1):
        snapshot = {file.language: file.snapshot or {}}
        plain = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        report = reports.create(
            number=number,
            snapshot=snapshot,
            sha256=hashlib.sha256(plain.encode()).hexdigest(),
            code=secrets.token_hex(8),
            requested_by_id=file.requested_by_id,
        )
        reports.filter(pk=report.pk).update(requested_at=file.requested_at)
        stage = "failed" if file.stage == "collecting" else file.stage
        ended = {"failure": "stopped", "ended_at": file.requested_at} if stage != file.stage else {}
        files.filter(pk=file.pk).update(report=report, stage=stage, **ended)


class Migration(migrations.Migration):
    dependencies = [
        ("gfmd_meeting", "0006_how_results_are_shared"),
        ("outcomes", "0005_proposers_apart"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        *(
            migrations.RemoveConstraint("report", name)
            for name in (
                "report_has_its_file_once_ready",
                "report_says_why_it_failed",
                "report_is_dated_once_ended",
                "report_names_who_cancelled_it",
                "report_progress_is_in_per_cent",
            )
        ),
        migrations.RenameModel("Report", "ReportFile"),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="revision")),
                (
                    "kind",
                    models.CharField(
                        choices=[("draft", "Draft"), ("final", "Final")],
                        default="draft",
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                ("sections", models.JSONField(default=list, verbose_name="sections")),
                ("snapshot", models.JSONField(verbose_name="snapshot")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                ("findings", models.JSONField(default=list, verbose_name="findings")),
                (
                    "override_reason",
                    models.TextField(blank=True, verbose_name="reason for the override"),
                ),
                (
                    "requested_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="requested"),
                ),
                (
                    "final_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="final since"),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            "reportfile",
            "report",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="outcomes.report",
            ),
        ),
        migrations.AddField(
            "reportfile", "format", models.CharField(default="pdf", max_length=8)
        ),
        migrations.RunPython(give_revisions, migrations.RunPython.noop),
    ]
