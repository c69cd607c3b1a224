"""Collections say whether their statements are names in a fixed sentence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_collections")]

    operations = [
        migrations.AddField(
            model_name="collection",
            name="is_worded_by_rule",
            field=models.BooleanField(
                default=False,
                help_text="its statements are names in a fixed sentence: their words say all, their meaning nothing",
            ),
        ),
    ]
