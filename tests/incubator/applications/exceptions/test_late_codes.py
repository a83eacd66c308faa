"""Late codes: two people, a reason, an expiry, a number of uses; the closed draft that comes in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from incubator.applications import policies
from incubator.applications.exceptions import late_codes
from incubator.applications.models import Application, LateCode
from incubator.applications.submission import sending
from incubator.programmes.models import Call
from incubator.workflow import deciding
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed
from tests.world import applications as world

CLOSES = datetime(2027, 3, 5, 17, 0, tzinfo=UTC)
AFTER = CLOSES + timedelta(hours=1)
UNTIL = CLOSES + timedelta(days=2)


def code(call, officer, officer2=None, **more) -> tuple[LateCode, str]:
    made, text = late_codes.make(
        call, reason=more.pop("reason", "Décès dans l’équipe."), expires_at=more.pop("expires_at", UNTIL),
        by=officer, at=AFTER, **more,
    )  # fmt: skip
    if officer2:
        late_codes.confirm(made, by=officer2, at=AFTER)
    return made, text


def test_a_draft_let_in_is_written_and_sent_until_the_code_expires(call, officer, officer2, founder):
    application = world.complete(call, founder)
    made, text = code(call, officer, officer2)
    with pytest.raises(sending.DeadlinePassed):
        sending.submit(application, by=founder, at=AFTER)

    late_codes.use(application, f" {text.lower()} ", by=founder, at=AFTER)

    assert deciding.decide("application.save", founder, application, AFTER)
    made.refresh_from_db()
    assert (made.uses_left, made.entries.get().application) == (0, application)
    assert sending.submit(application, by=founder, at=AFTER + timedelta(hours=1)).submitted_at
    assert [e.verb for e in Event.objects.of(call) if "late" in e.verb] == [
        "call.make_late_code", "call.confirm_late_code",
    ]  # fmt: skip
    assert Event.objects.of(application).get(verb="application.let_in").data == {"late_code": made.public_id}


def test_let_in_is_not_for_ever(call, officer, officer2, founder):
    application = world.complete(call, founder)
    late_codes.use(application, code(call, officer, officer2)[1], by=founder, at=AFTER)

    with pytest.raises(sending.DeadlinePassed):
        sending.submit(application, by=founder, at=UNTIL)
    assert not policies.is_let_in(application, UNTIL)


def test_the_text_is_not_kept(call, officer):
    made, text = code(call, officer)

    assert text.replace("-", "") not in str(LateCode.objects.filter(pk=made.pk).values())
    assert len(made.code_hash) == 64


def test_whoever_made_it_does_not_confirm_it(call, officer, officer2, founder):
    made, text = code(call, officer)
    application = world.draft(call, founder)
    with pytest.raises(NotAllowed):
        late_codes.confirm(made, by=officer, at=AFTER)
    with pytest.raises(late_codes.CodeRefused):
        late_codes.use(application, text, by=founder, at=AFTER)

    assert late_codes.confirm(made, by=officer2, at=AFTER).confirmed_by == officer2
    assert Application.objects.get(pk=application.pk).late_until is None


@pytest.mark.parametrize("spoil", ["unknown", "used up", "expired", "stopped", "other call"])
def test_a_code_that_is_not_good_lets_nobody_in(call, small, officer, officer2, founder, founder2, spoil):
    application, at = world.draft(call, founder), AFTER
    made, text = code(small if spoil == "other call" else call, officer, officer2)
    if spoil == "unknown":
        text = "2222-2222-2222"
    elif spoil == "used up":
        late_codes.use(world.draft(call, founder2), text, by=founder2, at=AFTER)
    elif spoil == "expired":
        at = UNTIL
    elif spoil == "stopped":
        late_codes.stop(made, by=officer, at=AFTER)

    with pytest.raises(late_codes.CodeRefused):
        late_codes.use(application, text, by=founder, at=at)

    assert Application.objects.get(pk=application.pk).late_until is None
    assert not application.late_entries.exists()


def test_the_same_file_types_it_again_for_nothing(call, officer, officer2, founder):
    application = world.draft(call, founder)
    made, text = code(call, officer, officer2, uses=2)

    for _ in range(2):
        late_codes.use(application, text, by=founder, at=AFTER)

    made.refresh_from_db()
    assert made.uses_left == 1


def test_only_the_lead_and_only_after_the_closing(call, officer, officer2, founder, founder2):
    application = world.draft(call, founder)
    _made, text = code(call, officer, officer2)

    with pytest.raises(NotAllowed):
        late_codes.use(application, text, by=founder2, at=AFTER)
    with pytest.raises(NotAllowed):
        late_codes.use(application, text, by=founder, at=CLOSES - timedelta(hours=1))


@pytest.mark.parametrize(
    "asked", [{"reason": " "}, {"expires_at": AFTER}, {"uses": 0}, {"uses": 201}], ids=str
)
def test_what_does_not_make_a_code(call, officer, asked):
    with pytest.raises(late_codes.LateCodeRefused):
        code(call, officer, **asked)
    assert not LateCode.objects.exists()


def test_a_cancelled_call_takes_no_late_file(call, officer, officer2, founder):
    application = world.draft(call, founder)
    late_codes.use(application, code(call, officer, officer2)[1], by=founder, at=AFTER)
    Call.objects.filter(pk=call.pk).update(state="cancelled")

    assert not policies.is_let_in(Application.objects.get(pk=application.pk), AFTER)


def test_by_the_pages(call, officer, officer2, founder, client_for, now):
    application = world.draft(call, founder)
    now(AFTER)
    desk, second, own = client_for(officer), client_for(officer2), client_for(founder)
    page = desk.post(
        reverse("applications:make_late_code", args=[call.reference]),
        {"reason": "Décès dans l’équipe.", "expires_at": "2027-03-07T17:00", "uses": "1"},
    )
    text, made = page.context["text"], LateCode.objects.get()
    assert text in page.content.decode()
    assert text not in desk.get(reverse("applications:late_codes", args=[call.reference])).content.decode()
    confirm = reverse("applications:confirm_late_code", args=[call.reference, made.public_id])
    assert desk.post(confirm).status_code == 403
    assert second.post(confirm).status_code == 302
    assert (
        "J’ai reçu un code de retard"
        in own.get(reverse("applications:file", args=[application.ref])).content.decode()
    )
    here = reverse("applications:late_code", args=[application.ref])
    wrong = own.post(here, {"code": "2222-2222-2222"})
    assert wrong.status_code == 422
    assert "2222-2222-2222" in wrong.content.decode()
    assert own.post(here, {"code": text}).status_code == 302
    assert own.get(reverse("applications:review", args=[application.ref])).context["writable"]
    listed = desk.get(reverse("applications:late_codes", args=[call.reference])).content.decode()
    assert "0 sur 1" in listed
