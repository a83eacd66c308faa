"""The words by which staff tell the questions of a form apart where they choose among them."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from incubator.core.bilingual import pick_pair
from incubator.forms.definition import Definition

LONGEST = 60  # characters of a question in a list


def question_choices(form: Definition, *, documents: bool = False) -> list[tuple[str, str]]:
    """Return (key, words) for each question of a form, in its order, and for its documents when asked.

    Questions that share their words also bear the title of their step.
    """
    named = [
        (field.key, pick_pair(field.label).plain[:LONGEST], pick_pair(step.title).plain)
        for step in form.steps
        for field in step.fields
    ]
    if documents:
        named += [(one.slug, pick_pair(one.label).plain[:LONGEST], _("Documents")) for one in form.documents]
    return told_apart(named)


def told_apart(named: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Return (key, words) for (key, words, group): words that several share are followed by their group,
    and by a number where the group is shared too.
    """
    named = list(named)
    shared = Counter(words for _key, words, _group in named)
    taken: Counter[str] = Counter()
    choices = []
    for key, words, group in named:
        full = words if words and shared[words] == 1 else f"{words} ({group})".strip()
        taken[full] += 1
        choices.append((key, full if taken[full] == 1 else f"{full} {taken[full]}"))
    return choices
