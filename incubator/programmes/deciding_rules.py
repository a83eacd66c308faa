"""The rules of a call that decide – jury, marks, ties, award – held against one another before anybody approves them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incubator.people.models import User
from incubator.people.states import Role
from incubator.programmes.models import Call
from incubator.ui import typography

# The ranking asks for a third review of a file that has two.
BEFORE_THIRD = 2
MOST_REVIEWS = 9


@dataclass(frozen=True)
class Criterion:
    """What the other rules read of a criterion: its weight in points of 100, the lowest mean it allows."""

    slug: str
    title: str
    weight: int
    min_score: int | None = None


@dataclass(frozen=True)
class Tranche:
    """What the other rules read of an instalment; `amount` in the call's currency, whole units."""

    number: int
    percent: int
    amount: int


@dataclass(frozen=True)
class Deciding:
    """Every rule that decides, of a call or of its file."""

    places: int
    shortlist: int
    reviews: int
    third_gap: int
    pass_mark: int
    scale: Mapping[str, Any]
    tie_break: Sequence[str]
    award: int
    currency: str = "XOF"
    criteria: Sequence[Criterion] = field(default_factory=tuple)
    tranches: Sequence[Tranche] = field(default_factory=tuple)

    @property
    def values(self) -> list[int]:
        """The scores of the scale, the lowest first; empty for a scale that cannot be read."""
        low, high, step = (
            self.scale.get(name, first) for name, first in (("min", 0), ("max", 5), ("step", 1))
        )
        numbers = all(isinstance(one, int) and not isinstance(one, bool) for one in (low, high, step))
        return list(range(low, high + 1, step)) if numbers and step > 0 else []

    @property
    def lowest_total(self) -> int:
        """The fewest points of 100 that a file with the lowest score everywhere has."""
        return 100 * self.values[0] // self.values[-1] if self.values and self.values[-1] > 0 else 0


def of_call(call: Call) -> Deciding:
    """Return the deciding rules of a call."""
    return Deciding(
        places=call.places, shortlist=call.shortlist_size, reviews=call.reviews_per_application,
        third_gap=call.third_review_gap, pass_mark=call.pass_mark_percent, scale=call.score_scale,
        tie_break=call.tie_break, award=call.award_amount, currency=call.currency,
        criteria=[Criterion(c.slug, c.title.plain, c.weight, c.min_score) for c in call.criteria.all()],
        tranches=[Tranche(t.number, t.percent, t.amount) for t in call.tranche_plan.all()],
    )  # fmt: skip


def of_file(source: Mapping[str, Any]) -> Deciding:
    """Return the deciding rules of the file of a call whose parts were found sound."""
    grid, grant, places = source["criteria"], source.get("grant") or {}, source["places"]
    return Deciding(
        places=places["selected"], shortlist=places.get("shortlist") or 0,
        reviews=grid.get("reviews_per_application") or 2,
        third_gap=grid.get("third_review_if_gap_over_points") or 0, pass_mark=grid.get("pass_mark_percent") or 0,
        scale=grid["scale"], tie_break=grid.get("tie_break") or [], award=grant.get("max_amount") or 0,
        currency=grant.get("currency") or "XOF",
        criteria=[Criterion(c["slug"], c["fr"], c["weight"], c.get("min_score")) for c in grid["items"]],
        tranches=[Tranche(t["number"], t["percent"], t["amount"]) for t in grant.get("tranches") or []],
    )  # fmt: skip


def problems(rules: Deciding) -> list[str]:
    """Return the sentences of what contradicts itself; the call is not approved while there is one."""
    return [*_jury(rules), *_scale(rules), *_marks(rules), *_ties(rules), *_award(rules)]


def notes(rules: Deciding, at: datetime) -> list[str]:
    """Return what deserves a look and stops nobody: fewer jurors than the reviews of one file, places never filled."""
    jurors = User.objects.with_role(Role.JUROR, at).count()
    told = []
    if jurors < rules.reviews:
        words = ngettext(
            "Each file is read by %(reviews)s jurors, and the centre has %(n)s juror today.",
            "Each file is read by %(reviews)s jurors, and the centre has %(n)s jurors today.",
            jurors,
        )
        told.append(words % {"reviews": rules.reviews, "n": jurors})
    if not rules.pass_mark:
        told.append(_("There is no pass mark: every file that the jury read is ranked."))
    return told


def _jury(rules: Deciding) -> list[str]:
    found = []
    if not 1 <= rules.reviews <= MOST_REVIEWS:
        found.append(_("Each file is read by one to %(most)s jurors.") % {"most": MOST_REVIEWS})
    if rules.third_gap and rules.reviews != BEFORE_THIRD:
        told = _("A third review is asked for only where each file has two reviews, and here it has %(n)s.")
        found.append(told % {"n": rules.reviews})
    if rules.third_gap >= 100:
        found.append(_("Two totals are never more than 100 points apart: no file would get a third review."))
    if 0 < rules.shortlist < rules.places:
        told = _("The shortlist (%(shortlist)s) is smaller than the places (%(places)s).")
        found.append(told % {"shortlist": rules.shortlist, "places": rules.places})
    return found


def _scale(rules: Deciding) -> list[str]:
    values, found = rules.values, []
    if len(values) < 2 or values[0] < 0:
        return [_("The scale goes from a lowest score, 0 at least, to a higher one.")]
    if values[-1] != rules.scale.get("max", 5):
        found.append(_("The step of the scale leads from the lowest score to the highest exactly."))
    named = {label.get("value") for label in rules.scale.get("labels") or []}
    if not named <= set(values):
        found.append(_("The words of the scale name scores that it does not have."))
    return found


def _marks(rules: Deciding) -> list[str]:
    found, values = [], rules.values
    if rules.pass_mark > 100:
        found.append(
            _("The pass mark is in points of 100: nobody reaches %(mark)s.") % {"mark": rules.pass_mark}
        )
    elif 0 < rules.pass_mark <= rules.lowest_total:
        told = _(
            "Everybody passes: the lowest scores already make %(lowest)s points, and the pass mark is %(mark)s."
        )
        found.append(told % {"lowest": rules.lowest_total, "mark": rules.pass_mark})
    for one in rules.criteria:
        if one.min_score is None or not values:
            continue
        words = {"criterion": one.title, "score": one.min_score, "highest": values[-1]}
        if one.min_score > values[-1]:
            told = _('"%(criterion)s": nobody reaches %(score)s on a scale that ends at %(highest)s.')
            found.append(told % words)
        elif one.min_score <= values[0]:
            found.append(_('"%(criterion)s": a lowest score of %(score)s rules nobody out.') % words)
    return found


def _ties(rules: Deciding) -> list[str]:
    known = {one.slug for one in rules.criteria}
    found = []
    if lost := [slug for slug in rules.tie_break if slug not in known]:
        told = _("Equal totals are told apart by criteria that the grid does not have: %(names)s.")
        found.append(told % {"names": ", ".join(lost)})
    if len(set(rules.tie_break)) < len(rules.tie_break):
        found.append(_("Equal totals are told apart by each criterion once."))
    return found


def _award(rules: Deciding) -> list[str]:
    if not rules.tranches:
        return [_("The award has no plan of instalments.")] if rules.award else []
    total, percent = sum(t.amount for t in rules.tranches), sum(t.percent for t in rules.tranches)
    found = []
    if total != rules.award:
        told = _("The instalments make %(total)s, and the most for one start-up is %(award)s.")
        money = {
            name: typography.money(amount, rules.currency)
            for name, amount in (("total", total), ("award", rules.award))
        }
        found.append(told % money)
    if percent != 100:
        found.append(
            _("The shares of the instalments make %(percent)s, and they must make 100.")
            % {"percent": percent}
        )
    if sorted(t.number for t in rules.tranches) != list(range(1, len(rules.tranches) + 1)):
        found.append(_("The instalments are numbered 1, 2, 3 in their order."))
    return found + _shares(rules)


def _shares(rules: Deciding) -> list[str]:
    """An amount agrees with its share, to the franc."""
    told = _("Instalment %(number)s: %(percent)s of the award is not %(amount)s.")
    return [
        told
        % {
            "number": t.number,
            "percent": typography.percent(t.percent),
            "amount": typography.money(t.amount, rules.currency),
        }
        for t in rules.tranches
        if abs(t.amount * 100 - t.percent * rules.award) >= 100
    ]
