"""Several files at once: the good ones are kept, each bad one is named, and none stops the next."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incubator.files import keeping, scanning, storing
from incubator.files.models import StoredFile
from incubator.workflow.refusals import Refused

MOST_TOLD, LONGEST_TOLD = 20, 600
# What one field takes of one request: files, and pixels of all its pictures, asked before any is decoded.
MOST_AT_ONCE, PIXELS_AT_ONCE = 20, 200_000_000


class Share:
    """Counts what the files sent together take of the time of one request."""

    def __init__(self) -> None:
        self.files = self.pixels = 0

    def take(self, upload: UploadedFile, limits: dict[str, Any]) -> None:
        """Count one more file. Raises FileRefused: it is to be sent afterwards."""
        self.files += 1
        if self.files > MOST_AT_ONCE:
            why = _("%(n)s files at most are taken at once; send this one afterwards") % {"n": MOST_AT_ONCE}
            raise storing.refused(upload.name or "", why, **limits)
        self.pixels += storing.pixels_of(upload)
        if self.pixels > PIXELS_AT_ONCE:
            why = _("these pictures are too large together; send this one afterwards")
            raise storing.refused(upload.name or "", why, **limits)


@dataclass
class Sent:
    """What became of the files sent together: those kept, in their order, and a refusal for each other."""

    kept: list[StoredFile] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def require_all(self) -> None:
        """Raise FileRefused when any was refused; what was kept stays kept if the act is over."""
        raise_together(self.refused)


def keep(
    uploads: Sequence[UploadedFile], *, most: int, there: Sequence[StoredFile] = (),
    check: Callable[[StoredFile], object] | None = None, **terms: Any,
) -> Sent:  # fmt: skip
    """Keep files sent together, on the terms of `storing.store`.

    Where one file is wanted (`most` 1) several photos become one PDF. Else each is kept beside those that are
    `there`, up to `most`; one that is there already is not kept twice. `check` may refuse a file once it is stored.
    """
    if most == 1 and len(uploads) > 1:
        return _joined(uploads, check, **terms)
    sent, known, share = Sent(), {file.sha256 for file in there}, Share()
    for upload in uploads:
        try:
            share.take(upload, _limits(terms))
            with transaction.atomic():
                _require_place(upload, most, len(there) + len(sent.kept), terms)
                file = storing.store(upload, **terms)
                if check is not None:
                    check(file)
        except storing.FileRefused as refusal:
            sent.refused.append(refusal)
        else:
            if file.sha256 in known:
                keeping.drop(file)
            else:
                known.add(file.sha256)
                sent.kept.append(file)
    return sent


def _require_place(upload: UploadedFile, most: int, held: int, terms: dict[str, Any]) -> None:
    if held >= most:
        why = ngettext("%(n)s file at most is kept here", "%(n)s files at most are kept here", most)
        raise storing.refused(upload.name or "", why % {"n": most}, **_limits(terms))


def _joined(
    uploads: Sequence[UploadedFile], check: Callable[[StoredFile], object] | None, **terms: Any
) -> Sent:
    sent, scan, pages, good, share = Sent(), scanning.Told(), [], [], Share()
    for upload in uploads:
        try:
            share.take(upload, _limits(terms))
            if good and "pdf" not in terms["formats"]:
                raise storing.refused(upload.name or "", _("only one file is wanted here"), **_limits(terms))
            pages.append(storing.page_of(upload, scan=scan, **_limits(terms)))
            good.append(upload)
        except storing.FileRefused as refusal:
            sent.refused.append(refusal)
    if good:
        try:
            with transaction.atomic():
                one = len(good) == 1
                file = (
                    storing.store(good[0], **terms)
                    if one
                    else storing.bind_pages(good[0].name or "", pages, scan=scan, **terms)
                )
                if check is not None:
                    check(file)
                sent.kept.append(file)
        except storing.FileRefused as refusal:
            sent.refused.append(refusal)
    return sent


def look_at(upload: UploadedFile, count: int, **limits: Any) -> None:
    """Refuse what `keep` would refuse of `count` files that become one, and keep nothing. Raises FileRefused."""
    if count > 1:
        storing.page_of(upload, scan=scanning.Told(), **limits)
    else:
        storing.look_at(upload, **limits)


def _limits(terms: dict[str, Any]) -> dict[str, Any]:
    return {"formats": terms["formats"], "max_bytes": terms["max_bytes"]}


def go_through(acts: Iterable[Callable[[], object]], told: Iterable[str] = ()) -> None:
    """Do every act, whatever the ones before it refused of their files; then raise their refusals as one.

    `told` are refusals that the person's page has received already (files sent in pieces).
    """
    refused: list[Refused] = [
        storing.FileRefused(sentence[:LONGEST_TOLD]) for sentence in list(told)[:MOST_TOLD] if sentence
    ]
    for act in acts:
        try:
            act()
        except storing.FileRefused as refusal:
            refused.append(refusal)
    raise_together(refused)


def raise_together(refused: Sequence[Refused]) -> None:
    """Raise one refusal that says each of these; none where there are none."""
    if len(refused) == 1:
        raise refused[0]
    if refused:
        data = {"names": [each.data.get("name", "") for each in refused]}
        raise storing.FileRefused(" ".join(str(each.sentence) for each in refused), data=data)
