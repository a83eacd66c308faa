"""The API of a person's own applications: the same work functions as the pages."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from incubator.accounts.api_auth import session_or_token
from incubator.accounts.api_paging import Page, page
from incubator.applications import schemas
from incubator.applications.decisions import withdrawal
from incubator.applications.filling import correcting, presenting, saving
from incubator.applications.models import Application
from incubator.applications.states import State
from incubator.applications.submission import sending

router = Router(tags=["applications"])


def _own(request: HttpRequest, ref: str) -> Application:
    return get_object_or_404(Application.objects.for_the_team(request.user), public_id=ref)


def _line(request: HttpRequest, application: Application) -> dict[str, Any]:
    return schemas.line(application, presenting.state_of(application, request))


@router.get(
    "/applications", response=Page[schemas.ApplicationLine], auth=session_or_token, url_name="applications"
)
def applications(request: HttpRequest) -> dict[str, Any]:
    """One's own applications, oldest first."""
    found = page(request, Application.objects.for_the_team(request.user))
    return {**found, "items": [_line(request, application) for application in found["items"]]}


@router.get(
    "/applications/{ref}", response=schemas.ApplicationDetail, auth=session_or_token, url_name="application"
)
def application(request: HttpRequest, ref: str) -> dict[str, Any]:
    """One of one's own applications: its answers, their versions, and what keeps it from being sent."""
    found = _own(request, ref)
    contents = correcting.what_counts(found)
    missing = contents.missing() if found.state == State.DRAFT else []
    return {
        **_line(request, found),
        "form_version": found.form_version.number,
        "form_sha256": found.form_version.sha256,
        "answers": contents.answers,
        "versions": contents.versions(),
        "documents": {
            slug: [{"id": file.public_id, "name": file.name, "size": file.size} for file in files]
            for slug, files in contents.files.items()
        },
        "missing": [{"step": m.step, "key": m.key, "code": m.code, "sentence": m.sentence} for m in missing],
    }


@router.put(
    "/applications/{ref}/answers",
    response=schemas.SavedOut,
    auth=session_or_token.scoped("application.draft"),
    url_name="application_answers",
)
def answers(request: HttpRequest, ref: str, given: schemas.AnswersIn) -> dict[str, Any]:
    """Save answers; those that somebody else saved meanwhile come back in `conflicts`."""
    result = saving.save_answers(
        _own(request, ref), given.answers, by=request.user, at=request.received_at, versions=given.versions
    )
    return schemas.saved(result)


@router.post(
    "/applications/{ref}/submit",
    response=schemas.ApplicationLine,
    auth=session_or_token.scoped("application.submit"),
    url_name="application_submit",
)
def submit(request: HttpRequest, ref: str) -> dict[str, Any]:
    """Send the application; sent twice, it gives the same receipt."""
    sending.submit(_own(request, ref), by=request.user, at=request.received_at)
    return _line(request, _own(request, ref))


@router.post(
    "/applications/{ref}/withdraw",
    response=schemas.ApplicationLine,
    auth=session_or_token.scoped("application.withdraw"),
    url_name="application_withdraw",
)
def withdraw(request: HttpRequest, ref: str, given: schemas.WithdrawalIn) -> dict[str, Any]:
    """Withdraw the application; withdrawn twice, it is withdrawn once."""
    withdrawal.withdraw(_own(request, ref), by=request.user, at=request.received_at, reason=given.reason)
    return _line(request, _own(request, ref))
