"""The only writers of the desk. What people do asks for a capability, and for how they stand before the consultation.

The journal knows a consultation by its code: its ref is a secret, and its words are somebody's.
"""

from minga.desk.actions.answering import draft, save_draft, send
from minga.desk.actions.asking import agree, agree_for, ask, record_call, say
from minga.desk.actions.bringing import bring_consultations, bring_list
from minga.desk.actions.chores import close_silent, forget_contacts, mail, remind, tidy
from minga.desk.actions.meanings import make_meanings
from minga.desk.actions.publishing import publish, withdraw
from minga.desk.actions.settings import add_template, drop_template, end_absence, note_absence, set_desk
from minga.desk.actions.steps import assign, close, escalate, note, release, reopen, research_done, triage

__all__ = [
    "add_template",
    "agree",
    "agree_for",
    "ask",
    "assign",
    "bring_consultations",
    "bring_list",
    "close",
    "close_silent",
    "draft",
    "drop_template",
    "end_absence",
    "escalate",
    "forget_contacts",
    "mail",
    "make_meanings",
    "note",
    "note_absence",
    "publish",
    "record_call",
    "release",
    "remind",
    "reopen",
    "research_done",
    "save_draft",
    "say",
    "send",
    "set_desk",
    "tidy",
    "triage",
    "withdraw",
]
