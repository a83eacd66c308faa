"""The rules that decide, in sentences: the same on the public page, in the printed rules and at the desk."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incubator.core.bilingual import pick_pair
from incubator.programmes.models import Call, Criterion


def sentences(call: Call, criteria: Sequence[Criterion]) -> list[str]:
    """Return how files are read, scored, ranked and selected, in the active language."""
    told = [_readers(call), _reviews(call), _scale(call.score_scale)]
    for one in criteria:
        if one.min_score is not None:
            words = _('"%(criterion)s": a mean below %(score)s rules out.')
            told.append(words % {"criterion": one.title.plain, "score": one.min_score})
    told += [_pass_mark(call), _ties(call, criteria), _selected(call)]
    return [sentence for sentence in told if sentence]


def _readers(call: Call) -> str:
    if call.is_blind:
        return _("Jurors read the files without any name.")
    return _("Jurors read the files with the names of the teams.")


def _reviews(call: Call) -> str:
    count = call.reviews_per_application
    told = ngettext("Each file is read by %(n)s juror.", "Each file is read by %(n)s jurors.", count) % {
        "n": count
    }
    if call.third_review_gap:
        more = _("When their totals are more than %(n)s points of 100 apart, a third one reads it.")
        told = f"{told} {more % {'n': call.third_review_gap}}"
    return told


def _scale(scale: dict[str, Any]) -> str:
    words = {label.get("value"): pick_pair(label).plain for label in scale.get("labels") or []}
    ends = [
        f"{value} ({words[value]})" if words.get(value) else str(value)
        for value in (scale.get("min", 0), scale.get("max", 5))
    ]
    told = _("Each criterion is scored from %(low)s to %(high)s; the weights make a total of 100 points.")
    return told % {"low": ends[0], "high": ends[1]}


def _pass_mark(call: Call) -> str:
    if not call.pass_mark_percent:
        return _("There is no pass mark.")
    told = _("Pass mark: a file whose mean total is below %(mark)s points of 100 is not selected.")
    return told % {"mark": call.pass_mark_percent}


def _ties(call: Call, criteria: Sequence[Criterion]) -> str:
    titles = {one.slug: one.title.plain for one in criteria}
    named = [_('"%(criterion)s"') % {"criterion": titles[slug]} for slug in call.tie_break if slug in titles]
    if not named:
        return _("Equal totals: the file sent first comes first.")
    told = _("Equal totals: the higher mean comes first on %(criteria)s; then the file sent first.")
    return told % {"criteria": _(", then on ").join(named)}


def _selected(call: Call) -> str:
    parts = []
    if call.shortlist_size:
        told = ngettext(
            "%(n)s team is on the shortlist", "%(n)s teams are on the shortlist", call.shortlist_size
        )
        parts.append(told % {"n": call.shortlist_size})
    parts.append(
        ngettext("%(n)s place is offered", "%(n)s places are offered", call.places) % {"n": call.places}
    )
    if call.waiting_list_size:
        told = ngettext(
            "%(n)s team waits for a place", "%(n)s teams wait for a place", call.waiting_list_size
        )
        parts.append(told % {"n": call.waiting_list_size})
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."
