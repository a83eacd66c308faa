"""The team of a file, as its lead, its members and those invited see it."""

from types import SimpleNamespace

from django.urls import reverse

from tests.axe.browsing import Visit, post


def visits(w: SimpleNamespace) -> list[Visit]:
    team = reverse("applications:team", args=[w.draft.ref])
    join = reverse("applications:join")
    return [
        Visit("writer", team), Visit("complete", team), Visit("careless", team),
        Visit("writer", team, act=post(team, contact="", role="reader")),
        Visit("writer", team, act=post(team, contact="ni l’un ni l’autre", role="reader"), status=422),
        Visit("newcomer", join), Visit("newcomer", reverse("applications:join_with", args=[w.code])),
        Visit("newcomer", join, act=post(join, code="rien"), status=422),
        Visit("sender", reverse("portal:own_data")), Visit("newcomer", reverse("portal:own_data")),
        Visit("sender", reverse("portal:erase")), Visit("newcomer", reverse("portal:erase")),
        Visit("newcomer", reverse("portal:erase"), act=post(reverse("portal:erase"), send="1")),
        Visit("newcomer", reverse("portal:erase"), act=post(reverse("portal:erase"), proof="1"), status=422),
        Visit("visitor", reverse("portal:erased")),
        Visit("sender", reverse("portal:own_section", args=["applications"])),
        Visit("sender", reverse("portal:who_read")), Visit("newcomer", reverse("portal:who_read")),
        Visit("sender", reverse("portal:consents")), Visit("newcomer", reverse("portal:consents")),
        Visit("sender", reverse("portal:withdraw_consent", args=[w.agreed.public_id])),
        Visit("newcomer", reverse("portal:own_section", args=["money"])),
        Visit("writer", reverse("accounts:facts")),
        Visit("writer", reverse("accounts:facts"), act=post(reverse("accounts:facts"), phone="12"), status=422),
        Visit("writer", reverse("applications:documents", args=[w.draft.ref])),
        Visit("writer", reverse("applications:taken", args=[w.draft.ref])),
        Visit("complete", reverse("applications:taken", args=[w.copied.ref])),
        Visit("complete", reverse("applications:review", args=[w.ready.ref])),
        Visit("complete", reverse("applications:start", args=[w.call.slug])),
    ]  # fmt: skip
