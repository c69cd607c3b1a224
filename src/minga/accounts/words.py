"""What roles and capabilities are called on the screen."""

from django.utils.translation import gettext_lazy as _

from minga.accounts.domain.permissions import Capability, Role

ROLES = {
    Role.ANONYMOUS: _("cualquiera"),
    Role.PERSON: _("persona con cuenta"),
    Role.READER: _("lectura"),
    Role.CONTRIBUTOR: _("colaboración"),
    Role.REVIEWER: _("revisión"),
    Role.COORDINATOR: _("coordinación"),
    Role.ADVISER: _("asesoría de una federación"),
    Role.ADMINISTRATOR: _("administración"),
    Role.INSTALLATION: _("la instalación misma"),
}
CAPABILITIES = {
    Capability.READ: _("leer"),
    Capability.REPORT: _("informar un problema"),
    Capability.SIGN_IN: _("entrar"),
    Capability.OWN_ACCOUNT: _("ver y cambiar la propia cuenta"),
    Capability.ENROL: _("inscribir una organización o pedir ser parte de ella"),
    Capability.PROPOSE: _("proponer afirmaciones"),
    Capability.BRING: _("incorporar documentos"),
    Capability.SEE_QUEUE: _("ver lo que espera dictamen"),
    Capability.JUDGE: _("dictaminar"),
    Capability.ANSWER_REPORTS: _("responder a lo que se informa"),
    Capability.EXCHANGE: _("pedir y hacer intercambios"),
    Capability.SEE_OFFERS: _("ver las ofertas de su organización y lo que coincide con ellas"),
    Capability.MANAGE_MEMBERS: _("administrar quiénes son parte de la organización"),
    Capability.APPROVE_OFFICES: _("aprobar oficinas nuevas"),
    Capability.CONSULT: _("preguntar a una federación"),
    Capability.REPLY_ROUTED: _("aportar a las consultas que una federación le turna"),
    Capability.ANSWER_CONSULTATIONS: _("responder consultas en la mesa de su federación"),
    Capability.INSTALL: _("administrar la instalación"),
}
