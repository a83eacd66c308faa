from datetime import UTC, datetime

import pytest

from incubator.accounts.models import Consent
from incubator.startups import founding, membership, profile
from incubator.startups.models import Membership, Sector, Startup
from incubator.startups.sectors import load_sectors
from incubator.workflow.models import Event
from incubator.workflow.refusals import NotAllowed

AT = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
def startup(founder):
    return founding.found("Tikpa Hors-Ligne", lead=founder, by=founder, at=AT)


def test_found_makes_a_hidden_start_up_with_its_lead(startup, founder):
    assert (startup.slug, startup.state) == ("tikpa-hors-ligne", "hidden")
    (member,) = startup.memberships.all()
    assert (member.person, member.role, member.from_on, member.until_on) == (founder, "lead", AT.date(), None)
    assert list(Event.objects.values_list("verb", "actor")) == [("startup.found", founder.pk)]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Tikpa Hors-Ligne", "tikpa-hors-ligne-2"),
        ("ɛʋɛ", "projet"),
        ("  Deux   mots ", "deux-mots"),
        ("x" * 300, "x" * 60),
    ],
)
def test_each_start_up_has_its_own_slug(startup, founder, name, slug):
    assert founding.found(name, lead=founder, by=founder, at=AT).slug == slug


def test_publish_needs_consent(startup, founder, officer):
    for person in (founder, officer):
        with pytest.raises(NotAllowed) as refusal:
            profile.publish(startup, by=person, at=AT)
        assert (
            str(refusal.value)
            == "La start-up n’a pas accepté de figurer dans l’annuaire. Enregistrez d’abord son consentement."
        )
    assert Startup.objects.get().state == "hidden"

    profile.consent_to_directory(startup, wording="J’accepte", given=True, by=founder, at=AT)
    profile.publish(startup, by=founder, at=AT)

    assert list(Startup.objects.published()) == [startup]
    assert Consent.objects.get().purpose == "directory"


def test_consent_withdrawn_hides_at_once(startup, founder):
    profile.consent_to_directory(startup, wording="J’accepte", given=True, by=founder, at=AT)
    profile.publish(startup, by=founder, at=AT)

    profile.consent_to_directory(startup, wording="J’accepte", given=False, by=founder, at=AT)

    assert (Startup.objects.get().state, Startup.objects.get().directory_consent_at) == ("hidden", None)
    assert Consent.objects.get().withdrawn_at == AT


@pytest.mark.parametrize("act", ["publish", "hide", "update", "join"])
@pytest.mark.parametrize("who", ["outsider", "juror", "donor", "finance"])
def test_strangers_change_nothing(startup, founder2, request, act, who):
    person = request.getfixturevalue(who)
    acts = {
        "publish": lambda: profile.publish(startup, by=person, at=AT),
        "hide": lambda: profile._move(startup, "hide", person, AT),
        "update": lambda: profile.update(startup, by=person, at=AT, name="Autre"),
        "join": lambda: membership.join(startup, founder2, role="member", by=person, at=AT),
    }
    from incubator.workflow.refusals import Refused

    with pytest.raises(Refused):
        acts[act]()

    assert Startup.objects.get().name == "Tikpa Hors-Ligne"
    assert Membership.objects.count() == 1


def test_update_writes_and_audits_names_only(startup, founder):
    profile.update(
        startup, by=founder, at=AT, pitch_fr="Des registres sans connexion.", website="https://tikpa.example"
    )

    assert Startup.objects.get().pitch_fr == "Des registres sans connexion."
    assert Event.objects.get(verb="startup.update").data == {"fields": ["pitch_fr", "website"]}


@pytest.mark.parametrize(
    ("field", "value"), [("website", "pas un lien"), ("stage", "lune"), ("name", ""), ("name", "x" * 256)]
)
def test_update_refuses_what_cannot_be_kept(startup, founder, field, value):
    with pytest.raises(profile.BadProfile) as refusal:
        profile.update(startup, by=founder, at=AT, **{field: value})

    assert list(refusal.value.data["fields"]) == [field]
    assert (Startup.objects.get().name, Startup.objects.get().website) == ("Tikpa Hors-Ligne", "")


def test_a_team_keeps_a_lead(startup, founder, founder2):
    membership.join(startup, founder2, role="founder", by=founder, at=AT)

    for act in (
        lambda: membership.leave(startup, founder, by=founder, at=AT),
        lambda: membership.join(startup, founder, role="member", by=founder, at=AT),
    ):
        with pytest.raises(membership.LastLead) as refusal:
            act()
        assert (
            str(refusal.value)
            == "Une start-up garde au moins une personne qui la porte. Désignez-en d’abord une autre."
        )

    membership.join(startup, founder2, role="lead", by=founder, at=AT)
    membership.leave(startup, founder, by=founder, at=AT)
    assert list(Startup.objects.of(founder2)) == [startup]
    assert list(Startup.objects.of(founder)) == []


def test_sectors_are_loaded_once(db):
    for name in ("Agriculture", "Agriculture et élevage"):
        load_sectors([{"slug": "agri", "fr": name, "en": "Farming"}])

    assert list(Sector.objects.values_list("slug", "name_fr", "name_en")) == [
        ("agri", "Agriculture et élevage", "Farming")
    ]
