"""Addresses of the room."""

from django.urls import path, re_path

from minga.review import claim_views, open_views, rule_views, views

_SHORT = r"^revision/documentos/(?P<short>[0-9a-f]{12})"
_REF = r"(?P<ref>[A-Z]{2,4}-[A-Z0-9-]{1,36})"

urlpatterns = [
    path("revision/", views.queue, name="review-queue"),
    re_path(rf"{_SHORT}/$", views.sitting, name="review-sitting"),
    re_path(rf"{_SHORT}/texto/$", views.whole_text, name="review-text"),
    re_path(rf"^revision/propuestas/{_REF}/$", views.judge, name="review-judge"),
    re_path(rf"^revision/afirmaciones/{_REF}/$", claim_views.claim, name="review-claim"),
    path("revision/reglas/", rule_views.rules, name="review-rules"),
    path("revision/oro.jsonl", rule_views.gold_file, name="review-gold"),
    path("revision/reglas/<slug:rule>/<slug:language>/", rule_views.together, name="review-together"),
    path("revision/juntas/<int:number>/deshacer/", rule_views.undo_batch, name="review-undo-together"),
    re_path(rf"^afirmaciones/{_REF}/historia/$", open_views.claim_history, name="claim-history"),
    re_path(rf"^afirmaciones/{_REF}/verificar/$", open_views.verify_citation, name="claim-verify"),
    path("trabajo-abierto/", open_views.open_work, name="open-work"),
    path("revision/deshacer/", views.undo, name="review-undo"),
]
