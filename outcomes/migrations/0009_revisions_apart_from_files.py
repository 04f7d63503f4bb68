from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outcomes', '0008_reports_as_revisions'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='report',
            options={'ordering': ['-number'], 'verbose_name': 'report', 'verbose_name_plural': 'reports'},
        ),
        migrations.RemoveField(
            model_name='report',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='report',
            name='cancelled_by',
        ),
        migrations.RemoveField(
            model_name='report',
            name='claimed_until',
        ),
        migrations.RemoveField(
            model_name='report',
            name='ended_at',
        ),
        migrations.RemoveField(
            model_name='report',
            name='failure',
        ),
        migrations.RemoveField(
            model_name='report',
            name='file',
        ),
        migrations.RemoveField(
            model_name='report',
            name='language',
        ),
        migrations.RemoveField(
            model_name='report',
            name='progress',
        ),
        migrations.RemoveField(
            model_name='report',
            name='size',
        ),
        migrations.RemoveField(
            model_name='report',
            name='stage',
        ),
        migrations.AlterField(
            model_name='report',
            name='code',
            field=models.CharField(max_length=20, unique=True, verbose_name='code'),
        ),
        migrations.AlterField(
            model_name='report',
            name='number',
            field=models.PositiveIntegerField(unique=True, verbose_name='revision'),
        ),
        migrations.AlterField(
            model_name='report',
            name='sha256',
            field=models.CharField(max_length=64, verbose_name='SHA-256'),
        ),
        migrations.AlterField(
            model_name='report',
            name='snapshot',
            field=models.JSONField(verbose_name='snapshot'),
        ),
    ]
