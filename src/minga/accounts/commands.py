"""`minga admin create EMAIL`."""

import argparse
import getpass
import os
import sys
from gettext import gettext as _
from typing import Any

from django.core.exceptions import ValidationError

from minga.accounts import actions
from minga.accounts.models import User
from minga.kit.terminal import say, tell


def register(subparsers: Any) -> None:
    """Add the room's commands."""
    admin = subparsers.add_parser("admin", help=_("cuentas de administración"))
    what = admin.add_subparsers(dest="what", required=True, metavar=_("QUÉ"))
    create = what.add_parser("create", help=_("crear una cuenta que puede hacerlo todo"))
    create.add_argument("email", metavar=_("CORREO"), help=_("con el que entrará"))
    create.set_defaults(run=_create_admin, prepares=True)
    forget = what.add_parser(
        "forget-second-step", help=_("dejar entrar solo con contraseña a quien perdió su segundo paso")
    )
    forget.add_argument("email", metavar=_("CORREO"), help=_("el de su cuenta; asegúrese antes de quién lo pide"))
    forget.set_defaults(run=_forget_second_step, prepares=True)


def _create_admin(args: argparse.Namespace) -> int:
    try:
        actions.create_admin(email=args.email, password=_password())
    except ValidationError as error:
        tell(" ".join(error.messages))
        return 1
    except actions.AccountExists:
        tell(_("Ya hay una cuenta con ese correo."))
        return 1
    say(_("Cuenta creada: {email}").format(email=args.email.strip().lower()))
    return 0


def _forget_second_step(args: argparse.Namespace) -> int:
    try:
        was = actions.forget_second_step(email=args.email)
    except User.DoesNotExist:
        tell(_("No hay ninguna cuenta con ese correo."))
        return 1
    say(_("Entrará solo con su contraseña.") if was else _("Esa cuenta no tenía segundo paso."))
    return 0


def _password() -> str:
    """From MINGA_ADMIN_PASSWORD, else asked twice without showing it; there is no default."""
    if given := os.environ.get("MINGA_ADMIN_PASSWORD"):
        return given
    if not sys.stdin.isatty():
        raise ValidationError(_("Sin terminal no se puede pedir la contraseña: póngala en MINGA_ADMIN_PASSWORD."))
    first = getpass.getpass(_("Contraseña: "))
    if first != getpass.getpass(_("Otra vez: ")):
        raise ValidationError(_("Las contraseñas no coinciden."))
    return first
