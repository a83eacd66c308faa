"""Budget lines: what funders give, and what of it is committed."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from funding.models import BudgetLine, Funder
from incubator.people.models import Actor
from incubator.workflow import audit, deciding, values
from incubator.workflow.acting import an_act
from incubator.workflow.refusals import Refused


class LineExhausted(Refused):
    """The line has not enough left."""

    code = "line_exhausted"
    default = _(
        "This budget line has not enough left for the award. Choose another line or a smaller amount."
    )


class CodeTaken(Refused):
    """A line of that code is open already."""

    code = "code_taken"
    default = _("Another budget line has this code: choose another one.")


@an_act
def open_line(
    *,
    funder: str,
    code: str,
    title_fr: str,
    title_en: str = "",
    amount: int,
    from_on: date,
    until_on: date,
    funder_name: str = "",
    by: Actor,
    at: datetime,
) -> BudgetLine:
    """Open a line of `amount` francs for a period; the funder is named by slug and made if new.

    Raises NotAllowed, CodeTaken, or BadValues for what no form offers.
    """
    deciding.require("line.open", by, None, at)
    named = Funder(slug=funder, name=funder_name or funder)
    values.check(named, "slug", "name")
    giver, _created = Funder.objects.get_or_create(slug=named.slug, defaults={"name": named.name})
    line = BudgetLine(
        funder=giver, code=code, title_fr=title_fr, title_en=title_en, amount=amount, from_on=from_on,
        until_on=until_on,
    )  # fmt: skip
    _check(line)
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError as twice:
        raise CodeTaken() from twice
    audit.record("line.open", line, by=by, at=at, amount=amount)
    return line


def _check(line: BudgetLine) -> None:
    values.check(line, "code", "title_fr", "title_en", "amount")
    if line.amount == 0:
        values.refuse("amount", _("The amount must be more than zero."))
    if line.until_on < line.from_on:
        values.refuse("until_on", _("The end comes before the beginning."))


def commit(line: BudgetLine, amount: int) -> None:
    """Count `amount` as committed on the line. Raise LineExhausted when it would pass the line's amount."""
    room = BudgetLine.objects.filter(pk=line.pk, is_open=True, amount__gte=F("committed_amount") + amount)
    if not room.update(committed_amount=F("committed_amount") + amount):
        raise LineExhausted()


def release(line: BudgetLine, amount: int) -> None:
    """Give a committed amount back to the line."""
    BudgetLine.objects.filter(pk=line.pk).update(committed_amount=F("committed_amount") - amount)
