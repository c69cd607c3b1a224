"""Secrets of the second step and seeds of recovery codes stand sealed; those from before are read and written anew."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from minga.accounts.sealing import SECOND_STEP, is_sealed, seal, unseal


def _rewrite(change: Callable[[str], str], apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=("totp", "recovery_codes")):
        data: dict[str, Any] = row.data
        for name in ("secret", "seed"):
            if name in data:
                data[name] = change(data[name])
        if "migrated_codes" in data:
            data["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
        row.save(update_fields=["data"])


def _sealed(text: str) -> str:
    return text if is_sealed(text) else seal(text, SECOND_STEP)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_invitations"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [
        migrations.RunPython(partial(_rewrite, _sealed), partial(_rewrite, partial(unseal, purpose=SECOND_STEP)))
    ]
