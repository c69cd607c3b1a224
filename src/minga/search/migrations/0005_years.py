"""What was when is looked up, not read through: in a large index few entries may be of the years that are asked for."""

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("search", "0004_listing")]

    operations = [
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(
                Coalesce("year_last", "year_first"), Coalesce("year_first", "year_last"), name="search_entry_years"
            ),
        ),
    ]
