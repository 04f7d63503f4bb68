"""What was recorded as given so far was pledged and received on one day, in cash."""

from django.db import migrations


def receive_contributions(apps, schema_editor):
    Contribution = apps.get_model("budget", "Contribution")
    Contributor = apps.get_model("budget", "Contributor")
    Receipt = apps.get_model("budget", "Receipt")
    parties_taken = set()
    for number, gift in enumerate(Contribution.objects.order_by("pledged_on", "pk"), start=1):
        contributor, _ = Contributor.objects.get_or_create(name=gift.contributor_name)
        if gift.party_id and gift.party_id not in parties_taken:
            parties_taken.add(gift.party_id)
            Contributor.objects.filter(pk=contributor.pk).update(party_id=gift.party_id)
        Contribution.objects.filter(pk=gift.pk).update(contributor=contributor)
        receipt = Receipt.objects.create(
            contribution=gift,
            received_on=gift.pledged_on,
            reference=f"R-{number}",
            amount=gift.amount,
            rate=gift.rate,
            value=gift.value,
            note=gift.note,
            entered_by_id=gift.entered_by_id,
        )
        # auto_now_add would date it today.
        Receipt.objects.filter(pk=receipt.pk).update(entered_at=gift.entered_at)


class Migration(migrations.Migration):

    dependencies = [
        ("budget", "0003_a_ledger_that_a_funder_signs"),
    ]

    operations = [
        migrations.RunPython(receive_contributions, migrations.RunPython.noop, elidable=True),
    ]
