"""Reads the file of a call (as the sample in `demo/data/`), or says everything that is wrong with it, each with its path."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from incubator.forms.conditions import closing_date
from incubator.forms.definition import Definition
from incubator.forms.eligibility import rule_problems
from incubator.forms.problems import Problem, problems
from incubator.programmes import deciding_rules, facts
from incubator.programmes.call_file.schema import CallFile, Forms
from incubator.programmes.rule_reach import Reach
from incubator.workflow.refusals import Refused

Model = TypeVar("Model", bound=BaseModel)
FAR = date(2100, 1, 1)
# What pydantic found, by the beginning of its code; `%(…)s` is what it says of the limit.
SENTENCES = {
    "missing": gettext_lazy("This is missing."),
    "string_too_short": gettext_lazy("The text is missing."),
    "string_too_long": gettext_lazy("The text is longer than %(max_length)s characters."),
    "string_pattern": gettext_lazy("A short name is made of small letters, digits and hyphens."),
    "string": gettext_lazy("A text is expected here."),
    "int": gettext_lazy("A whole number is expected here."),
    "greater_than_equal": gettext_lazy("A whole number is expected here, from %(ge)s."),
    "less_than_equal": gettext_lazy("A whole number is expected here, up to %(le)s."),
    "enum": gettext_lazy('"%(input)s" is not known here.'),
    "zoneinfo": gettext_lazy("This time zone is not known."),
    "list": gettext_lazy("A list of objects is expected here."),
    "model": gettext_lazy("An object is expected here."),
    "dict": gettext_lazy("An object is expected here."),
}


class BadCall(Refused):
    """The file is wrong; `problems` lists everything that is, each with its path. Nothing was changed."""

    code = "bad_call"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        data = {"problems": [{"path": problem.path, "message": problem.message} for problem in problems]}
        super().__init__(
            gettext_lazy("The file of the call is to be corrected; nothing was changed."), data=data
        )


def read(data: Any) -> CallFile:
    """Return the call of a file, which may hold it under "call" or be the call itself. Raises BadCall.

    What is wrong stands in the order of the file, what the file does not hold at all before it.
    """
    source = data.get("call", data) if isinstance(data, Mapping) else {}
    source = source if isinstance(source, Mapping) else {}
    found: list[Problem] = []
    call = _validated(CallFile, source, found)
    if call is not None:
        disagreeing = deciding_rules.problems(deciding_rules.of_file(source))
        found += [Problem("call.criteria", sentence) for sentence in disagreeing]
    forms = _validated(Forms, source, [])
    if forms is not None:
        known = {problem.path for problem in found}
        found += [problem for problem in _form_problems(forms) if problem.path not in known]
    if call is not None and not found:
        found += _rule_problems(call)
    if call is None or found:
        places = {name: place for place, name in enumerate(source)}
        raise BadCall(sorted(found, key=lambda each: places.get(re.split(r"[.[]", each.path)[1], -1)))
    return call


def _validated(model: type[Model], source: Any, found: list[Problem]) -> Model | None:
    """Return the source as the model reads it, or None with what is wrong added to `found`."""
    try:
        return model.model_validate(source)
    except ValidationError as error:
        found += [Problem(_path(each["loc"]), _sentence(each)) for each in error.errors(include_url=False)]
        return None


def _path(place: Iterable[str | int]) -> str:
    return "call" + "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in place)


def _sentence(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    code = next((code for code in SENTENCES if error["type"].startswith(code)), "missing")
    return SENTENCES[code] % {"input": error["input"], **error.get("ctx", {})}


def _form_problems(forms: Forms) -> Iterator[Problem]:
    """The form engine judges the form, and the evidence that each milestone asks for."""
    for each in problems(forms.definition):
        yield Problem("call." + re.sub(r"^steps\b", "form", each.path), each.message)
    for index, milestone in enumerate(forms.milestone_template):
        for each in problems(milestone.definition) if milestone.evidence else ():
            place = each.path.removeprefix("steps[0].fields")
            yield Problem(f"call.milestone_template[{index}].evidence{place}", each.message)


def _rule_problems(call: CallFile) -> Iterator[Problem]:
    """Rules and criteria name questions that the form asks, and some answers can meet the rules."""
    form = Definition.load(call.definition)
    keys = {*form.fields_by_key, *(document.slug for document in form.documents)}
    rules = call.eligibility
    wrong = [
        Problem(f"call.{each.path}", each.message) for each in rule_problems(form, rules, facts.places())
    ]
    if not wrong:
        reach = Reach(form, rules, closing_date(entry.model_dump() for entry in call.calendar) or FAR)
        wrong = [Problem("call.eligibility", sentence) for sentence in reach.problems]
    yield from wrong
    for index, criterion in enumerate(call.criteria.items):
        for place, key in enumerate(criterion.answers):
            if key not in keys:
                told = _('The form has no field or document called "%(key)s".') % {"key": key}
                yield Problem(f"call.criteria.items[{index}].answers[{place}]", told)
