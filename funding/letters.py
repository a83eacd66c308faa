"""What the slice writes to people."""

from datetime import datetime

from funding.models import Award, Charge, Payout, Tranche
from incubator.cohorts.letters import members_of
from incubator.notifications import outbox
from incubator.people.models import User
from incubator.people.states import Role


def _to_the_team(letter: str, award: Award, about: Award | Tranche, at: datetime, **context: object) -> None:
    facts = {"award": award, "startup": award.startup, **context}
    for person in members_of(award.place):
        outbox.post(f"funding/{letter}", to=person, about=about, at=at, context=facts)


def award_signed(award: Award, *, at: datetime) -> None:
    """Tell the team what was awarded."""
    _to_the_team("award_signed", award, award, at)


def tranche_requested(tranche: Tranche, *, at: datetime) -> None:
    """Tell finance that a request waits."""
    for person in User.objects.with_role(Role.FINANCE, at).order_by("pk"):
        context = {"tranche": tranche, "startup": tranche.award.startup}
        outbox.post("funding/tranche_requested", to=person, about=tranche, at=at, context=context)


def tranche_sent_back(tranche: Tranche, *, at: datetime) -> None:
    """Tell the team why a request came back."""
    _to_the_team("tranche_sent_back", tranche.award, tranche, at, tranche=tranche)


def tranche_paid(tranche: Tranche, payout: Payout, *, at: datetime) -> None:
    """Tell the team that the money left, and that spending is to be justified."""
    _to_the_team("tranche_paid", tranche.award, tranche, at, tranche=tranche, payout=payout)


def payment_failed(tranche: Tranche, *, at: datetime) -> None:
    """Tell the team that the bank returned the payment."""
    _to_the_team("payment_failed", tranche.award, tranche, at, tranche=tranche)


def tranche_blocked(tranche: Tranche, *, at: datetime) -> None:
    """Tell the team why a tranche is suspended."""
    _to_the_team("tranche_blocked", tranche.award, tranche, at, tranche=tranche)


def charge_paid(charge: Charge, *, at: datetime) -> None:
    """Send the payer the receipt's number and where to find it."""
    if charge.payer is not None:
        outbox.post("funding/charge_paid", to=charge.payer, about=charge, at=at, context={"charge": charge})


def charge_news(charge: Charge, news: str, *, at: datetime) -> None:
    """Tell the payer what became of a payment: refunded, refund_failed, failed, dispute_open, _won or _lost."""
    if charge.payer is not None:
        facts = {"charge": charge, "news": news}
        outbox.post("funding/charge_news", to=charge.payer, about=charge, at=at, context=facts)


def charge_asked(charge: Charge, *, at: datetime) -> None:
    """Tell the payer what is asked, and where to pay it."""
    if charge.payer is not None:
        outbox.post("funding/charge_asked", to=charge.payer, about=charge, at=at, context={"charge": charge})
