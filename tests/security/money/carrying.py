"""Migrates a database of its own from before, with rows on it, and prints what stands afterwards. Run as a module."""

from datetime import UTC, datetime
from typing import Any

import django
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

AT = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
BEFORE = [("funding", "0005_refunds_counted_events_put_aside")]


class Old:
    """The models as they were before, and the rows that stand on them."""

    def __init__(self, apps: Any) -> None:
        self.model = apps.get_model
        people = self.model("people", "User").objects
        self.finance = people.create(email="finance@example.test", password="!")
        centre = self.model("territory", "Centre").objects.create(slug="c", name_fr="Centre")
        self.startup = self.model("startups", "Startup").objects.create(name="Tikpa", slug="tikpa")
        self.programme = self.model("programmes", "Programme").objects.create(
            slug="p", title_fr="P", centre=centre
        )
        funder = self.model("funding", "Funder").objects.create(slug="f", name="F")
        self.line = self.model("funding", "BudgetLine").objects.create(
            funder=funder, code="l", title_fr="L", amount=100, from_on=AT.date(), until_on=AT.date()
        )

    def place(self, number: int) -> Any:
        cohort = self.model("cohorts", "Cohort").objects.create(
            programme=self.programme, slug=f"c{number}", number=number, title_fr="C", starts_on=AT.date(),
            ends_on=AT.date(), places=9,
        )  # fmt: skip
        return self.model("cohorts", "Place").objects.create(cohort=cohort, startup=self.startup, taken_at=AT)

    def award(self, number: int, holder: str, account: str, *, by: Any = None) -> None:
        award = self.model("funding", "Award")(
            reference=f"SU-{number}", startup=self.startup, place=self.place(number), line=self.line,
            ceiling_amount=10, prepared_by=self.finance, payee_name=holder, payee_checked_at=AT,
        )  # fmt: skip
        sealed = encryption.seal(account, context=f"funding.award.payee_account_sealed:{award.public_id}")
        award.payee_account_sealed = sealed
        award.save()
        if by:
            self.model("workflow", "Event").objects.create(
                verb="award.set_payee", subject_type="award", subject_id=award.pk, actor=by, at=AT
            )


def versions() -> None:
    """Print each version, then what the database says of a change."""
    for payee in Payee.objects.order_by("version"):
        by = Payee.objects.filter(pk=payee.pk).values_list("proposed_by__email", flat=True).get()
        print(payee.version, payee.state, payee.holder, payee.account, by, payee.is_carried, len(payee.salt))
    try:
        with transaction.atomic():
            Payee.objects.update(holder="Tiers")
    except DatabaseError as error:
        print("refused", type(error).__name__)


if __name__ == "__main__":
    django.setup()
    from funding.models import Payee
    from incubator.core import encryption

    first = MigrationExecutor(connection)
    first.migrate(BEFORE)
    old = Old(first.loader.project_state(BEFORE).apps)
    old.award(1, "Tikpa", "TG530001", by=old.finance)
    old.award(2, "Tikpa SARL", "TG530002")
    old.award(3, "Tikpa SARL", "TG530002")
    last = MigrationExecutor(connection)
    last.migrate(last.loader.graph.leaf_nodes("funding"))
    versions()
