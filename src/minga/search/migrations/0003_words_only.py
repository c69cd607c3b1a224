"""Entries that are found by their words alone, and get no vector."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_removals")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="words_only",
            field=models.BooleanField(
                db_default=False, default=False, help_text="found by its words alone: no vector is made of it"
            ),
        ),
    ]
