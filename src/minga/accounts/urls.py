"""Addresses of accounts; those of the library stand below them under `cuenta/`."""

from django.urls import path, re_path

from minga.accounts import administration_views, entrance_views, member_views, office_views, views

urlpatterns = [
    path("cuenta/", views.account, name="account"),
    path("cuenta/actuar/", views.act, name="account-act"),
    path("cuenta/dejar/", views.leave_one, name="account-leave"),
    path("cuenta/cerrar-sesion/", views.close_session, name="session-end"),
    path("cuenta/datos/", views.own_data, name="own-data"),
    path("cuenta/borrar/", views.erase, name="account-erase"),
    path("cuenta/retomar/", views.resume, name="resume"),
    path("cuenta/inscribir/", office_views.enrol, name="enrol"),
    path("cuenta/unirse/", office_views.join, name="join"),
    path("cuenta/demostracion/", entrance_views.enter_demo, name="demo-enter"),
    re_path(r"^invitacion/(?P<token>[-_A-Za-z0-9]{20,80})/$", views.invitation, name="invitation"),
    re_path(r"^organizaciones/(?P<slug>[-_a-z0-9]{1,120})/personas/$", member_views.members, name="members"),
    path("aprobaciones/", office_views.approvals, name="approvals"),
    path("administracion/", administration_views.administration, name="administration"),
    path("correo/", entrance_views.mails, name="mails"),
]
