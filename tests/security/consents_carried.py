"""Migrates a database of its own from before, with consents on it, and prints what stands afterwards. Run as a module."""

import hashlib
from datetime import UTC, datetime

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

AT = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
BEFORE = [("accounts", "0002_profile_and_browser_sessions"), ("applications", "0007_views_move_to_lists")]
FIELD = {"type": "consent", "key": "accord", "label": {"fr": "J’accepte.", "en": "I agree."}}
PRINT = hashlib.sha256('[{"en":"I agree.","fr":"J’accepte."},null]'.encode()).hexdigest()


def rows(model) -> None:
    """Put a start-up, a file, and a consent about each, as they stood before."""
    people = model("people", "User").objects
    person = people.create(email="a@example.test", password="!", public_id="person")
    agent = people.create(email="agent@example.test", password="!", public_id="agent")
    centre = model("territory", "Centre").objects.create(slug="c", name_fr="Centre")
    programme = model("programmes", "Programme").objects.create(slug="p", title_fr="P", centre=centre)
    call = model("programmes", "Call").objects.create(
        programme=programme, reference="A", slug="a", title_fr="A", places=9, public_id="call", opens_at=AT, closes_at=AT.replace(month=7)
    )  # fmt: skip
    version = model("programmes", "FormVersion").objects.create(
        call=call, number=1, definition={"steps": [{"fields": [FIELD]}]}, sha256="f" * 64, published_at=AT
    )
    startup = model("startups", "Startup").objects.create(name="Tikpa", slug="tikpa", public_id="tikpa")
    file = model("applications", "Application").objects.create(
        call=call, startup=startup, form_version=version, reference="A-0001", public_id="file", changed_at=AT
    )
    given = {"person": person, "given_at": AT, "wording": PRINT}
    consents = model("accounts", "Consent").objects
    entered = consents.create(purpose="assisted_entry", about="application", about_ref="file", **given)
    consents.create(purpose="accord", about="application", about_ref="A-0001", **given)
    consents.create(purpose="directory", about="startup", about_ref="tikpa", **given)
    model("workflow", "Event").objects.create(
        verb="consent.give", subject_type="consent", subject_id=entered.pk, actor=agent, at=AT
    )
    print(file.pk == startup.pk)


if __name__ == "__main__":
    django.setup()
    from incubator.accounts.models import Consent, Wording

    first = MigrationExecutor(connection)
    first.migrate(BEFORE)
    rows(first.loader.project_state(BEFORE).apps.get_model)
    last = MigrationExecutor(connection)
    last.migrate([node for node in last.loader.graph.leaf_nodes() if node[0] in ("accounts", "applications")])
    for consent in Consent.objects.order_by("pk"):
        print(
            consent.purpose,
            consent.about_id,
            consent.entered_by and consent.entered_by.public_id,
            len(consent.public_id),
        )
    print(Wording.objects.get(fingerprint=PRINT).text_fr)
