"""What this room tells people: a code and an address, never a word of what was asked."""

from django.utils.translation import gettext as _

from minga.notices import registry

registry.kind("consultation.received", says=lambda p: _("Llegó la consulta %(code)s.") % p)
registry.kind("consultation.assigned", says=lambda p: _("Se le asignó la consulta %(code)s.") % p)
registry.kind("consultation.routed", says=lambda p: _("Una federación pide su ayuda con la consulta %(code)s.") % p)
registry.kind("consultation.noted", says=lambda p: _("Hay un aporte para la consulta %(code)s.") % p)
registry.kind("consultation.late", says=lambda p: _("Venció el plazo de la consulta %(code)s.") % p)
registry.kind("consultation.reopened", says=lambda p: _("Se reabrió la consulta %(code)s: la respuesta no bastó.") % p)
registry.kind("consultation.answered", says=lambda p: _("Su consulta %(code)s tiene respuesta.") % p)
registry.kind("consultation.passed", says=lambda p: _("Su consulta %(code)s pasó a otra federación.") % p)
registry.kind("consultation.published", says=lambda p: _("Su consulta %(code)s se publicó, sin su nombre.") % p)
