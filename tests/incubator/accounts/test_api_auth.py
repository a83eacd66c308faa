"""Tokens and sessions, over a small API of its own."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from incubator.accounts import tokens
from incubator.accounts.api_auth import CsrfMissing, FactorMissing, NotInScope, session_or_token
from incubator.accounts.models import ApiToken
from incubator.accounts.sign_in import proving
from incubator.core import clock

pytestmark = pytest.mark.django_db
SUBMIT = session_or_token.scoped("application.submit")


def asked(plain: str, at, method: str = "get"):
    request = getattr(RequestFactory(), method)("/api/v1/x", headers={"Authorization": f"Bearer {plain}"})
    request.received_at, request.user = at, SimpleNamespace(is_authenticated=False)
    return request


@pytest.fixture
def make(founder, at):
    def one(*scopes: str, days: int = 30):
        return tokens.make(
            founder, name="t", scopes=list(scopes), expires_at=at + timedelta(days=days), by=founder, at=at
        )

    return one


def test_token_reads_with_the_read_scope(make, founder, at):
    _token, plain = make("read")
    request = asked(plain, at)

    assert session_or_token(request) == founder
    assert request.user == founder


def test_token_without_the_scope_is_refused(make, at):
    _token, plain = make("read")

    with pytest.raises(NotInScope) as refusal:
        SUBMIT(asked(plain, at, "post"))

    assert (
        str(refusal.value)
        == "Ce jeton ne le permet pas. Créez-en un avec ce droit sur la page de votre compte."
    )


def test_token_with_the_scope_acts(make, founder, at):
    _token, plain = make("application.submit")

    assert SUBMIT(asked(plain, at, "post")) == founder


def test_operation_that_names_no_scope_is_closed_to_tokens(make, at):
    _token, plain = make("read", "application.submit")

    with pytest.raises(NotInScope):
        session_or_token(asked(plain, at, "post"))


def test_token_ends(make, at, founder):
    token, plain = make("read", days=1)

    assert session_or_token(asked(plain, at + timedelta(days=1))) is None
    tokens.revoke(token, by=founder, at=at)
    assert session_or_token(asked(plain, at)) is None
    assert session_or_token(asked("pep_nothing", at)) is None


def test_token_is_kept_as_a_hash(make):
    token, plain = make("read")

    assert plain not in (token.token_hash, token.name)
    assert token.token_hash == tokens.hashed(plain)


def test_last_use_is_kept_once_a_minute(make, at):
    _token, plain = make("read")
    for seconds in (0, 30, 59):
        tokens.holder(plain, at=at + timedelta(seconds=seconds))
    assert ApiToken.objects.get().last_used_at == at

    tokens.holder(plain, at=at + timedelta(seconds=60))

    assert ApiToken.objects.get().last_used_at == at + timedelta(seconds=60)


def test_token_of_a_person_without_the_required_factor_is_refused(officer, at, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    _token, plain = tokens.make(
        officer, name="t", scopes=["read"], expires_at=at + timedelta(days=1), by=officer, at=at
    )

    with pytest.raises(FactorMissing):
        session_or_token(asked(plain, at))


def test_session_acts_only_with_the_page_token(founder, at):
    request = RequestFactory(enforce_csrf_checks=True).post("/api/v1/x")
    request.received_at, request.user = at, founder
    request._dont_enforce_csrf_checks = False

    with pytest.raises(CsrfMissing):
        SUBMIT(request)


def test_account_page_makes_shows_once_and_revokes(client_for, founder):
    browser = client_for(founder)
    session = browser.session
    proving.note(session, founder, at=clock.now())
    session.save()

    browser.post("/account/tokens/", {"name": "Tableur", "scopes": ["read"], "days": "30"})
    shown = browser.get("/account/tokens/").context["plain"]

    token = ApiToken.objects.get()
    assert tokens.hashed(shown) == token.token_hash
    assert token.scopes == ["read"]
    assert browser.get("/account/tokens/").context["plain"] == ""
    browser.post("/account/tokens/revoke/", {"token": token.public_id})
    assert tokens.holder(shown, at=clock.now()) is None


def test_token_of_another_is_not_revoked(client_for, make, founder2):
    token, _plain = make("read")

    assert client_for(founder2).post("/account/tokens/revoke/", {"token": token.public_id}).status_code == 404
