"""Every claim belongs to a collection with its licence; a ref has room for what a register calls its rows."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def gather(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What is there already is our own collection; a base without claims gets its first row with its first claim."""
    claims = apps.get_model("evidence", "Claim")
    if not claims.objects.exists():
        return
    ours = apps.get_model("evidence", "Collection").objects.create(
        slug="minga",
        title="Colección de Minga",
        licence="CC-BY-4.0",
        attribution="Minga: hechos sobre la acción internacional de los territorios, con sus fuentes",
    )
    claims.objects.update(collection=ours)
    # The checks that wait for the end of the transaction would keep the table from being altered before it.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_refusals")]

    operations = [
        migrations.CreateModel(
            name="Collection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=300)),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("CC-BY-4.0", "CC-BY-4.0"),
                            ("CC-BY-SA-4.0", "CC-BY-SA-4.0"),
                            ("CC0-1.0", "CC0-1.0"),
                            ("ODC-By-1.0", "ODC-By-1.0"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "attribution",
                    models.TextField(help_text="whom to credit, as it stands in every file that holds its claims"),
                ),
                ("url", models.TextField(blank=True)),
                (
                    "is_register",
                    models.BooleanField(
                        default=False, help_text="brought in whole; nobody here read its rows one by one"
                    ),
                ),
            ],
            options={"ordering": ["slug"]},
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(("licence__in", ["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "ODC-By-1.0"])),
                name="collection_licence_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.CheckConstraint(
                condition=models.Q(("attribution", ""), _negated=True), name="collection_is_attributed"
            ),
        ),
        migrations.AlterField(
            model_name="claim", name="ref", field=models.CharField(max_length=40, unique=True)
        ),
        migrations.AddField(
            model_name="claim",
            name="collection",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="evidence.collection",
            ),
        ),
        migrations.RunPython(gather, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="claim",
            name="collection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="evidence.collection"
            ),
        ),
    ]
