"""An event says for which organization its account acted; of events before this nobody knows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name="event",
            name="organization_id",
            field=models.BigIntegerField(
                help_text="for which the account acted; empty where for none", null=True
            ),
        )
    ]
