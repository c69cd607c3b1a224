"""Pages for what went wrong, and what every answer carries. None of them may touch the base: no test here opens it."""

import re

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from minga.frame import errors
from minga.frame.middleware import HelpfulErrors, SecurityHeaders


@pytest.fixture
def request_() -> HttpRequest:
    """A request for a page."""
    return RequestFactory().get("/buscar/")


def said(response: HttpResponse) -> str:
    """The heading of a page."""
    found = re.search(r"<h1[^>]*>([^<]+)</h1>", response.content.decode())
    assert found
    return found[1]


def test_each_error_says_what_happened_and_is_never_kept(request_: HttpRequest) -> None:
    answers = {
        400: errors.bad_request(request_, SuspiciousOperation()),
        403: errors.forbidden(request_),
        404: errors.not_found(request_),
        405: errors.not_allowed(request_, allow="GET"),
        413: errors.bad_request(request_, RequestDataTooBig()),
        500: errors.failed(request_),
        503: errors.unavailable(request_),
    }
    assert {code: answer.status_code for code, answer in answers.items()} == {code: code for code in answers}
    assert len({said(answer) for answer in answers.values()}) == len(answers)
    for code, answer in answers.items():
        assert answer.headers["Cache-Control"] == "no-store"
        assert f"Respuesta {code} del servidor" in answer.content.decode()
        assert 'action="/buscar/"' in answer.content.decode()


@pytest.mark.parametrize("fault", [OperationalError("gone"), InterfaceError("closed")])
def test_a_base_that_is_away_is_told_as_such(request_: HttpRequest, fault: Exception) -> None:
    answer = HelpfulErrors(lambda request: HttpResponse()).process_exception(request_, fault)
    assert answer
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Minga tarda en responder" in said(answer)


def test_another_fault_is_left_to_its_own_page(request_: HttpRequest) -> None:
    assert HelpfulErrors(lambda request: HttpResponse()).process_exception(request_, ValueError()) is None


def test_no_page_may_run_or_load_what_this_server_did_not_send(request_: HttpRequest) -> None:
    policy = SecurityHeaders(lambda request: HttpResponse())(request_).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_pages_hold_nothing_that_the_policy_would_refuse() -> None:
    for address in ("/metodo/", "/buscar/", "/nada/"):
        html = Client().get(address).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", html), address
        assert not re.search(r"""(?:src|href)=["'](?:https?:)?//(?!testserver)[^"']+\.(?:css|js|png|svg|woff)""", html)
