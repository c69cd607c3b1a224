"""Each entry says under which licence it may be taken away, and long lists are read from an index alone."""

from django.db import migrations, models

# What was indexed before is told what its claim's collection says.
FILL = """
UPDATE public.search_entry e SET licence = o.licence, words_only = o.is_worded_by_rule
FROM public.evidence_claim c JOIN public.evidence_collection o ON o.id = c.collection_id
WHERE e.kind = 'claim' AND e.ref = c.ref
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_worded_by_rule"), ("search", "0003_words_only")]

    operations = [
        migrations.AddField(
            model_name="searchentry",
            name="licence",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="of its collection; empty: its authors'", max_length=20
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="searchentry", name="search_entry_instrument"),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(
                fields=["instrument", "country"],
                include=[
                    "id", "ref", "kind", "access", "claim_kind", "evidence", "level", "event", "areas", "year_first",
                    "year_last", "licence",
                ],
                name="search_entry_list",
            ),
        ),
    ]
