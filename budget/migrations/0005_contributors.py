import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budget', '0004_contributions_as_received'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='contribution',
            name='contributor_name',
        ),
        migrations.RemoveField(
            model_name='contribution',
            name='party',
        ),
        migrations.AlterField(
            model_name='contribution',
            name='contributor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='budget.contributor', verbose_name='contributor'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(fields=('contributor', 'pledged_on', 'form', 'currency', 'amount'), name='contribution_is_pledged_once', violation_error_message='This contribution is entered already.'),
        ),
    ]
