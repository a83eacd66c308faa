"""The closing of calls, late codes and outages at the desk; the closed draft of a lead."""

from datetime import UTC, datetime
from types import SimpleNamespace

from django.urls import reverse

from tests.axe.browsing import Visit, post
from tests.axe.world import APPLYING

CLOSED = datetime(2027, 3, 6, 9, 0, tzinfo=UTC)


def visits(w: SimpleNamespace) -> list[Visit]:
    def desk(who: str, name: str, *args: str, app: str = "applications", **more) -> Visit:
        return Visit(who, reverse(f"{app}:{name}", args=args), at=more.pop("at", APPLYING), **more)

    ref = w.call.reference
    own = reverse("applications:file", args=[w.draft.ref])
    return [
        desk("officer", "call_closing", ref), desk("director", "call_closing", w.small.reference),
        desk("officer", "call_closing", w.preparing.reference),
        desk("officer", "call_closing", ref,
             act=post(reverse("applications:call_extend", args=[ref]), **{"extend-closes_at": ""}), status=422),
        desk("director", "call_closing", ref,
             act=post(reverse("applications:call_cancel", args=[ref]), **{"cancel-reason_fr": ""}), status=422),
        desk("officer", "call_minutes", ref), desk("admin", "call_minutes", w.small.reference),
        desk("officer", "late_codes", ref), desk("admin", "late_codes", ref),
        desk("officer", "late_codes", ref,
             act=post(reverse("applications:make_late_code", args=[ref]), reason=""), status=422),
        desk("officer", "preview_applicant", w.preparing.reference, app="programmes"),
        desk("officer", "preview_juror", ref, app="programmes"),
        desk("officer", "preview_juror", w.preparing.reference, app="programmes"),
        desk("officer", "prepare", w.practice.reference, app="programmes"),
        desk("director", "erase_practice", w.practice.reference, app="cms"),
        desk("officer", "erase_practice", w.practice.reference, app="cms"),
        desk("officer", "call_invitations", ref), desk("officer", "call_invitations", w.guests.reference),
        desk("officer", "call_invitations", w.guests.reference,
             act=post(reverse("applications:call_invite", args=[w.guests.reference]), contacts="rien"), status=422),
        Visit("newcomer", reverse("applications:start", args=[w.guests.slug]), at=APPLYING),
        desk("officer", "edit_part", w.preparing.reference, "windows", app="programmes"),
        *(
            Visit("visitor", {"fr": f"/appels/{call.slug}/", "en": f"/en/calls/{call.slug}/"}, at=APPLYING)
            for call in (w.small, w.cancelled)
        ),
        # Whoever follows a link kept from before finds the cancelled call and its reason.
        *(Visit(who, reverse("programmes:check", args=[w.cancelled.slug]), at=APPLYING) for who in ("visitor", "newcomer")),
        desk("officer", "outages", app="programmes"),
        desk("officer", "outages", app="programmes", act=post(reverse("programmes:outages"), note=""), status=422),
        Visit("writer", own, at=CLOSED),
        Visit("writer", own, at=CLOSED,
              act=post(reverse("applications:late_code", args=[w.draft.ref]), code="2222"), status=422),
    ]  # fmt: skip
