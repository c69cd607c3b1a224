"""Who may do what: every address and every action, in every role."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

import minga
from minga.accounts import middleware
from minga.accounts.actions import grant
from minga.accounts.actors import ACTING_FOR, Actor, actor_of, installation
from minga.accounts.domain.permissions import ADDRESSES, GRANTS, Capability, Role, may, who_may
from minga.accounts.guards import NEEDS, NotAllowed, needs
from tests.people import browser, office, somebody

SOURCE = Path(minga.__file__).parent


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The name of every address of the site; "" for one without."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and not _only_leads_on(one):
            yield f"{space}{one.name or ''}"


def _only_leads_on(pattern: URLPattern) -> bool:
    """The library sends four old addresses of its own to new ones; they show nothing."""
    return str(pattern.pattern).startswith("social/") and pattern.name is None


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert set(names(get_resolver())) == set(ADDRESSES)


def test_every_capability_is_granted_to_somebody_and_the_installation_may_all() -> None:
    assert set(GRANTS) == set(Capability)
    assert all(may(Role.INSTALLATION, capability) for capability in Capability)
    assert may(Role.CONTRIBUTOR, Capability.PROPOSE) and not may(Role.CONTRIBUTOR, Capability.JUDGE)
    assert who_may(Capability.INSTALL) == (Role.ADMINISTRATOR, Role.INSTALLATION)


class _Match:
    """An address as the resolver found it."""

    def __init__(self, view_name: str) -> None:
        self.view_name = view_name


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_every_address_lets_in_whom_it_should_and_refuses_the_rest(role: Role, rf: RequestFactory) -> None:
    actor = somebody(role)
    gate = middleware.Gate(lambda request: HttpResponse())
    for name, capability in ADDRESSES.items():
        for method in ("get", "post"):
            request = getattr(rf, method)("/en-alguna-parte/")
            request.META["minga.actor"], request.META["minga.mine"], request.user = actor, None, actor.user
            request.session = {}
            request.resolver_match = _Match(name)
            answer = gate.process_view(request, None, (), {})
            if may(role, capability):
                assert answer is None, name
            elif role == Role.ANONYMOUS and method == "get":
                assert answer is not None and answer.status_code == 302 and "next=" in answer["Location"], name
            else:
                assert answer is not None and answer.status_code == 403, name
                assert "hace falta otro papel" in answer.content.decode(), name


def test_an_address_without_a_row_opens_to_nobody(rf: RequestFactory) -> None:
    request: Any = rf.post("/olvidada/")
    request.META["minga.actor"], request.META["minga.mine"] = somebody(Role.INSTALLATION), None
    request.user, request.resolver_match = None, _Match("olvidada")
    answer = middleware.Gate(lambda one: HttpResponse()).process_view(request, None, (), {})
    assert answer is not None and answer.status_code == 403


def actions() -> list[str]:
    """Modules that write."""
    paths = [path for path in SOURCE.rglob("*.py") if "actions" in path.relative_to(SOURCE).as_posix()]
    return [".".join(("minga", *path.relative_to(SOURCE).with_suffix("").parts)) for path in paths]


def import_actions() -> None:
    """Have every guarded action stand in NEEDS."""
    for module in actions():
        import_module(module)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_every_action_of_a_person_is_refused_to_whoever_may_not_do_it(role: Role) -> None:
    actor = somebody(role)
    import_actions()
    assert NEEDS
    for name, capability in NEEDS.items():
        module, _, action = name.rpartition(".")
        try:
            getattr(import_module(module), action)(by=actor)
        except NotAllowed:
            assert not may(role, capability), name
        except TypeError:  # let in, and then asked for what it is about
            assert may(role, capability), name


def _called(path: Path) -> Iterator[str]:
    """Full names of the functions of `actions` that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and ".actions" in node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.actions" for alias in node.names if alias.name == "actions")


def test_no_page_does_anything_but_guarded_actions() -> None:
    import_actions()
    for path in SOURCE.rglob("*.py"):
        if "views" not in path.name:
            continue
        for name in _called(path):
            module, _, what = name.rpartition(".")
            found = getattr(import_module(module), what, None)
            if isinstance(found, type):
                continue  # an error, or what an action returns
            assert callable(found), f"{path.name} imports {name} whole: import the actions it calls"
            assert f"{found.__module__}.{found.__qualname__}" in NEEDS, f"{path.name} calls {name}, which asks nobody"


def test_an_action_is_told_who_acts() -> None:
    @needs(Capability.READ)
    def act(*, by: Actor) -> int:
        return 1

    del NEEDS[f"{act.__module__}.{act.__qualname__}"]
    with pytest.raises(TypeError):
        act(by="ana@example.org")  # type: ignore[arg-type]
    assert act(by=somebody(Role.ANONYMOUS)) == 1


@pytest.mark.django_db
def test_somebody_acts_for_one_organization_at_a_time_and_an_administrator_for_none_unless_she_chooses() -> None:
    ana = somebody(Role.CONTRIBUTOR)
    assert ana.user is not None
    other = grant(user=ana.user, organization=office("otra"), role=Role.REVIEWER, by=installation())
    client = browser(ana)
    seen = []
    for chosen in (None, other.pk, 999_999):
        request: Any = client.get("/salud/").wsgi_request
        if chosen:
            request.session[ACTING_FOR] = chosen
        seen.append((actor_of(request).role, actor_of(request).organ))
    first = (Role.CONTRIBUTOR, "Oficina «oficina-de-prueba»")
    assert seen == [first, (Role.REVIEWER, "Oficina «otra»"), first]
