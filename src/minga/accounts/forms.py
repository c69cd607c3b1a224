"""What people type about organizations and their people, checked before an action hears of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minga.accounts.domain.memberships import roles_in
from minga.accounts.domain.permissions import Role
from minga.accounts.words import ROLES
from minga.territories.models import Organization

LONGEST_REASON = 1000


class Enrol(forms.Form):
    """An organization that should take part: the name of an office, and which federation decides."""

    name = forms.CharField(label=_("Nombre de la oficina"), max_length=300, min_length=6)
    federation = forms.ModelChoiceField(
        Organization.objects.none(),
        to_field_name="slug",
        required=False,
        label=_("Quién decide"),
        empty_label=_("la administración de este sitio"),
    )

    def __init__(self, *args: Any, federations: Any, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["federation"].queryset = federations  # type: ignore[attr-defined]
        if not named:
            del self.fields["name"]


class InRole(forms.Form):
    """A role that an organization may give."""

    role = forms.ChoiceField(label=_("Papel"))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, ROLES[role]) for role in roles_in(kind)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Role:
        """The role, once it is valid."""
        return Role(self.cleaned_data["role"])


class Invite(InRole):
    """An address and a role."""

    email = forms.EmailField(label=_("Correo electrónico"), max_length=254)
    field_order = ["email", "role"]


class Reason(forms.Form):
    """Why something is refused: it is told to whoever asked."""

    reason = forms.CharField(label=_("Motivo"), max_length=LONGEST_REASON, min_length=5)
