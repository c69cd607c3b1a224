"""The one place that states who may do what: roles, capabilities, and which of them each address asks for.

Actions ask for a capability with `accounts.guards.needs`; addresses by their name in ADDRESSES, which the middleware
`Gate` holds: an address that is not in it answers nobody. Names of the rooms above are text: nothing is imported.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """As what somebody acts: without an account, with one, in an organization, or as the installation itself."""

    ANONYMOUS = "anonymous"
    PERSON = "person"
    READER = "reader"
    CONTRIBUTOR = "contributor"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    ADVISER = "adviser"
    ADMINISTRATOR = "administrator"
    INSTALLATION = "installation"


class Capability(StrEnum):
    """What may be allowed or refused."""

    READ = "read"  # what everybody may read
    REPORT = "report"  # say that something is wrong, or where a source is
    SIGN_IN = "sign_in"
    OWN_ACCOUNT = "own_account"  # one's own data, sessions, memberships, notices
    ENROL = "enrol"  # ask that an office, a university… takes part, or to join one
    PROPOSE = "propose"  # claims, for others to judge
    BRING = "bring"  # documents
    SEE_QUEUE = "see_queue"  # what waits to be judged, its history and how the rules fare
    JUDGE = "judge"
    ANSWER_REPORTS = "answer_reports"
    EXCHANGE = "exchange"  # ask for exchanges, answer and run them; each is found by who takes part in it
    SEE_OFFERS = "see_offers"  # of one's own organization, drafts too, and what meets them
    MANAGE_MEMBERS = "manage_members"  # of one's own organization: invite, give a role, end; its settings
    APPROVE_OFFICES = "approve_offices"  # those that asked one's federation to take part
    CONSULT = "consult"  # put a question to a federation's desk
    REPLY_ROUTED = "reply_routed"  # write what one knows of a consultation that was routed to one's organization
    ANSWER_CONSULTATIONS = "answer_consultations"  # those of one's own federation: its desk
    INSTALL = "install"  # the installation: every organization and account


# Who sits in an organization, by what the role is for; each is given, none is earned.
MEMBER_ROLES = (Role.READER, Role.CONTRIBUTOR, Role.REVIEWER, Role.COORDINATOR, Role.ADVISER)

_EVERYBODY = frozenset(Role)
_SIGNED_IN = _EVERYBODY - {Role.ANONYMOUS}
_MEMBERS = frozenset({*MEMBER_ROLES, Role.ADMINISTRATOR, Role.INSTALLATION})
_AT_WORK = _MEMBERS - {Role.READER}
_JUDGES = frozenset({Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.INSTALLATION})

GRANTS: Mapping[Capability, frozenset[Role]] = {
    Capability.READ: _EVERYBODY,
    Capability.REPORT: _EVERYBODY,
    Capability.SIGN_IN: _EVERYBODY,
    Capability.OWN_ACCOUNT: _SIGNED_IN,
    Capability.ENROL: _SIGNED_IN,
    Capability.PROPOSE: _AT_WORK,
    Capability.BRING: _AT_WORK,
    Capability.SEE_QUEUE: _AT_WORK,
    Capability.JUDGE: _JUDGES,
    Capability.ANSWER_REPORTS: _JUDGES,
    Capability.EXCHANGE: _AT_WORK,
    Capability.SEE_OFFERS: _MEMBERS,
    Capability.MANAGE_MEMBERS: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.INSTALLATION}),
    Capability.APPROVE_OFFICES: frozenset({Role.ADVISER, Role.ADMINISTRATOR, Role.INSTALLATION}),
    Capability.CONSULT: _EVERYBODY,
    Capability.REPLY_ROUTED: _AT_WORK,
    Capability.ANSWER_CONSULTATIONS: frozenset({Role.COORDINATOR, Role.ADVISER, Role.ADMINISTRATOR, Role.INSTALLATION}),
    Capability.INSTALL: frozenset({Role.ADMINISTRATOR, Role.INSTALLATION}),
}

# What each address asks for, by its name. Addresses of one room stand together, in the order of the rooms.
ADDRESSES: Mapping[str, Capability] = {
    "health": Capability.READ,
    # accounts: the library's own addresses, then ours
    **dict.fromkeys(
        (
            "account_login",
            "account_logout",
            "account_inactive",
            "account_signup",
            "account_email_verification_sent",
            "account_confirm_email",
            "account_confirm_login_code",
            "account_request_login_code",
            "mfa_login_webauthn",
            "demo-enter",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "mfa_authenticate",
            "openid_connect_callback",
            "openid_connect_login",
            "socialaccount_login_cancelled",
            "socialaccount_login_error",
            "socialaccount_signup",
        ),
        Capability.SIGN_IN,
    ),
    **dict.fromkeys(
        (
            "account_change_password",
            "account_confirm_reauthentication_code",
            "account_email",
            "account_reauthenticate",
            "account_request_reauthentication_code",
            "account_set_password",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_download_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_index",
            "mfa_add_webauthn",
            "mfa_edit_webauthn",
            "mfa_list_webauthn",
            "mfa_remove_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_reauthenticate",
            "mfa_view_recovery_codes",
            "socialaccount_connections",
            "usersessions_list",
            "account",
            "account-act",
            "account-leave",
            "account-erase",
            "invitation",
            "own-data",
            "resume",
            "session-end",
        ),
        Capability.OWN_ACCOUNT,
    ),
    "mails": Capability.READ,  # on this machine alone, says its page
    "enrol": Capability.ENROL,
    "join": Capability.ENROL,
    "members": Capability.MANAGE_MEMBERS,
    "approvals": Capability.APPROVE_OFFICES,
    "administration": Capability.INSTALL,
    # notices; whoever knows the secret address of a feed may read it
    **dict.fromkeys(("notices", "notices-read", "notices-mail", "notices-own-feed"), Capability.OWN_ACCOUNT),
    "notices-feed": Capability.READ,
    # territories, evidence
    "territory-suggest": Capability.READ,
    "claim": Capability.READ,
    "claim-any-case": Capability.READ,
    "claim-reference": Capability.READ,
    "accepted-feed": Capability.READ,
    "sources": Capability.READ,
    "source": Capability.READ,
    "source-reference": Capability.READ,
    "vocabulary": Capability.READ,
    "concept": Capability.READ,
    # ingest; of a document that is not open, its query decides what is shown
    "documents": Capability.READ,
    "document": Capability.READ,
    "document-text": Capability.READ,
    "document-reference": Capability.READ,
    "document-image": Capability.READ,
    # reports; whoever has the secret ref of one reads its answer
    "report-new": Capability.REPORT,
    "report": Capability.READ,
    **dict.fromkeys(("reports", "report-answer", "report-close", "report-reopen"), Capability.ANSWER_REPORTS),
    # peers
    "peers": Capability.READ,
    "letter": Capability.READ,
    "letter-file": Capability.READ,
    "partners": Capability.READ,
    "path": Capability.READ,
    # contributions; each is found by whose it is
    "contributions": Capability.PROPOSE,
    "propose": Capability.PROPOSE,
    "address": Capability.BRING,
    "errand": Capability.BRING,
    "draft-save": Capability.PROPOSE,
    "draft-drop": Capability.PROPOSE,
    "uploads": Capability.BRING,
    "upload": Capability.BRING,
    "upload-source": Capability.BRING,
    "upload-begin": Capability.BRING,
    "upload-part": Capability.BRING,
    "upload-cancel": Capability.BRING,
    # review: what waits is seen by whoever works, judged by whoever may
    "claim-history": Capability.READ,
    "open-work": Capability.READ,
    "claim-verify": Capability.JUDGE,
    "review-queue": Capability.SEE_QUEUE,
    "review-sitting": Capability.SEE_QUEUE,
    "review-rules": Capability.SEE_QUEUE,
    "review-text": Capability.JUDGE,
    "review-judge": Capability.JUDGE,
    "review-claim": Capability.JUDGE,
    "review-undo": Capability.JUDGE,
    "review-together": Capability.JUDGE,
    "review-undo-together": Capability.JUDGE,
    "review-gold": Capability.JUDGE,
    # sheets; one that was handed in is its owner's alone
    **dict.fromkeys(
        ("sheets", "sheet-export", "sheet-take-in", "sheet", "sheet-confirm", "sheet-refused"), Capability.PROPOSE
    ),
    # offers; those of one's own organization are found by who acts for it
    **dict.fromkeys(("offers", "offers-feed", "offer"), Capability.READ),
    **dict.fromkeys(("offers-mine", "offers-matches", "offers-sheet"), Capability.SEE_OFFERS),
    **dict.fromkeys(("offers-take-up", "offer-new", "offer-change", "offer-act"), Capability.EXCHANGE),
    # exchange; each is found by who takes part in it
    **dict.fromkeys(
        (
            "exchanges",
            "exchange-new",
            "exchange-handover",
            "exchange",
            "exchange-step",
            "exchange-next",
            "exchange-message",
            "exchange-file-new",
            "exchange-file",
            "exchange-promise",
            "exchange-commitment",
            "exchange-session",
            "exchange-invitation",
            "exchange-part",
            "exchange-dossier",
        ),
        Capability.EXCHANGE,
    ),
    # desk; whoever has the secret ref of a consultation stands as its asker, its query decides who else sees it
    "consultations": Capability.CONSULT,
    "consultation-new": Capability.CONSULT,
    "consultation": Capability.CONSULT,
    "consultation-say": Capability.CONSULT,
    "questions": Capability.READ,
    "question": Capability.READ,
    "questions-feed": Capability.READ,
    **dict.fromkeys(("desk", "desk-consultation", "desk-act"), Capability.REPLY_ROUTED),
    **dict.fromkeys(
        (
            "desk-record",
            "desk-settings",
            "desk-set",
            "desk-members",
            "desk-board",
            "desk-exchanges",
            "desk-exchange-sheet",
            "desk-research",
            "desk-sheet",
            "desk-report",
        ),
        Capability.ANSWER_CONSULTATIONS,
    ),
    # site, search
    "home": Capability.READ,
    "chronology": Capability.READ,
    "territories": Capability.READ,
    "territory": Capability.READ,
    "organization": Capability.READ,
    "mine": Capability.READ,
    "mine-remember": Capability.READ,
    "mine-forget": Capability.READ,
    "search": Capability.READ,
    "search-export": Capability.READ,
    "about": Capability.READ,
    "method": Capability.READ,
    "robots": Capability.READ,
    "sitemap": Capability.READ,
    "sitemap-part": Capability.READ,
}


def may(role: Role, capability: Capability) -> bool:
    """Whether whoever acts in this role is allowed this."""
    return role in GRANTS[capability]


def who_may(capability: Capability) -> tuple[Role, ...]:
    """The roles that are allowed it, in the order of `Role`; a refusal names them."""
    return tuple(role for role in Role if may(role, capability))
