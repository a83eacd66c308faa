"""What a file keeps when it is sent: typed columns, links, consents, sealed answers, the profile."""

from datetime import UTC, date, datetime

import pytest

from incubator.accounts.models import Consent
from incubator.applications.filling import answers, drafting
from incubator.applications.submission import sending
from incubator.conflicts.models import Interest
from incubator.startups.models import Startup
from tests.world import applications as world
from tests.world.programmes import SAMPLE

SENT_ONES = [startup for startup in SAMPLE["startups"] if not startup["expected_missing"]]


@pytest.mark.parametrize("sample", SENT_ONES, ids=lambda sample: sample["slug"])
def test_submit_fills_the_typed_columns_and_judges_eligibility(sample, call, founder):
    given = sample["answers"]

    application = world.submitted(call, founder, sample["slug"])
    application.refresh_from_db()

    read = {
        name: getattr(application, name)
        for name in ("lead_last_name", "lead_first_names", "lead_gender", "legal_form", "stage", "pitch")
    }
    assert read == {name: given[name] for name in read}
    assert application.startup_name == given["project_name"]
    assert (application.rccm, application.nif) == (given["rccm"] or "", given["nif"] or "")
    assert (application.commune.slug, application.sector.slug) == (given["commune"], given["theme"])
    numbers = (
        "founders_count", "founders_women", "founders_youth", "users", "revenue_12m", "jobs_full_time_women",
        "jobs_full_time_men", "jobs_part_time_women", "jobs_part_time_men", "jobs_youth",
    )  # fmt: skip
    assert {n: getattr(application, n) for n in numbers} == {n: given[n] for n in numbers}
    assert application.requested_amount == sum(line["amount"] for line in given["budget"])
    assert application.lead_phone == given["lead_phone"].replace(" ", "")
    found = {"eligible": application.is_eligible} | {
        n: application.eligibility[n] for n in ("failed", "registered")
    }
    assert found == sample["expected_eligibility"]


def test_a_year_alone_is_read_the_least_favourable_way(call, founder):
    application = world.complete(call, founder)
    drafting.save_answers(application, {"lead_birth_date": "1999"}, by=founder, at=world.DRAFTED)

    sending.submit(application, by=founder, at=world.SENT)

    assert application.lead_birth_date == date(1999, 12, 31)


def test_another_call_fills_the_same_columns_from_its_own_keys(small, founder):
    application = world.draft(small, founder, world.small_answers())
    world.add_documents(application, founder)

    sending.submit(application, by=founder, at=datetime(2027, 2, 20, tzinfo=UTC))

    assert application.reference == "AC-2027-02-0001"
    assert (application.startup_name, application.founders_count) == ("Atelier Kpalimé", 3)
    assert (application.lead_gender, application.commune, application.requested_amount) == ("", None, None)
    assert Startup.objects.get().slug == "atelier-kpalime"


def test_declared_links_go_to_the_register_and_exclude_nobody(call, founder):
    application = world.submitted(call, founder, "su-08")

    (interest,) = Interest.objects.all()
    assert (interest.person, interest.startup, interest.kind) == (None, application.startup, "declared")
    assert interest.note == world.sample_answers("su-08")["known_links"]
    assert application.is_eligible is True


def test_consents_go_to_the_ledger(call, founder):
    application = world.submitted(call, founder)

    rows = Consent.objects.order_by("purpose").values_list("person", "purpose", "about_ref", "given_at")
    assert list(rows) == [
        (founder.pk, purpose, application.reference or "", world.SENT)
        for purpose in ("instruction", "partage", "vivier")
    ]


def test_a_sensitive_answer_is_sealed_in_its_row_and_in_the_revision(call, founder):
    application = world.complete(call, founder)
    secret = "Une rampe à l’entrée."
    drafting.save_answers(application, {"lead_accommodation": secret}, by=founder, at=world.DRAFTED)

    sending.submit(application, by=founder, at=world.SENT)

    row = application.answers.get(key="lead_accommodation")
    assert (row.value, secret in row.value_sealed) == (None, False)
    revision = application.revisions.get()
    assert "lead_accommodation" not in revision.answers
    assert secret not in revision.answers_sealed
    assert answers.sent(application)["lead_accommodation"] == secret
    assert "lead_accommodation" not in answers.read_for_reviewer(application, blind=False)


def test_a_blind_reading_names_nobody(call, founder):
    application = world.submitted(call, founder)

    shown = answers.read_for_reviewer(application, blind=True)

    assert "project_name" not in shown
    assert [key for key in shown if key.startswith("lead_")] == []
    assert shown["problem"] == world.sample_answers()["problem"]
    assert answers.read_for_reviewer(application, blind=False)["project_name"] == "Agblézéna"


def test_the_first_sending_describes_a_hidden_start_up(call, founder):
    application = world.submitted(call, founder)

    startup = Startup.objects.get(pk=application.startup_id)
    assert (startup.name, startup.slug, startup.state) == ("Agblézéna", "agblezena", "hidden")
    assert (startup.commune.slug, startup.sector.slug, startup.stage, startup.legal_form) == (
        "zio-1",
        "agri",
        "mvp",
        "ei",
    )
