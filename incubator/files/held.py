"""The good files of a form that was refused: kept for a day as files on their way, and taken up when it is sent again.

A form with files beside other fields inherits HoldsFiles: it holds them where it is refused, and an `Attempt` releases
them once its act is done. A file is bound to the person, the form and the record: nobody else's token gives anything.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from incubator.files import several, storing, uploading
from incubator.files.models import UploadSession
from incubator.files.sniffing import kind_of
from incubator.people.models import User
from incubator.ui import uploads
from incubator.workflow.refusals import Refused

RECORD = "held"


@dataclass(frozen=True)
class Keeper:
    """For whom the files of one posted form are kept, about which record (its key), and when."""

    record_id: int
    by: User
    at: datetime


class HoldsFiles(forms.Form):
    """A form whose good files are not lost when it is refused."""

    def __init__(self, *args: Any, keeper: Keeper | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.keeper, self.holding = keeper, {}
        self.taken: dict[UploadedFile, UploadSession] = {}
        if self.is_bound and keeper is not None:
            self.files = MultiValueDict({name: self.files.getlist(name) for name in self.files})
            for name in self.file_names:
                self._take_up(name)

    @property
    def file_names(self) -> list[str]:
        """The fields of the form that take files."""
        return [name for name, field in self.fields.items() if isinstance(field, uploads.FilesField)]

    def _asked(self, name: str) -> Any:
        """Ask for the files of one field that this person has waiting for this form."""
        mine = UploadSession.objects.visible_to(self.keeper.by).alive(self.keeper.at)
        return mine.towards(RECORD, self.keeper.record_id).filter(purpose=self._purpose(name))

    def _purpose(self, name: str) -> str:
        return f"{type(self).__name__}.{name}"

    def _take_up(self, name: str) -> None:
        """Put the files kept before those chosen now, unless they were taken away."""
        html_name = self.add_prefix(name)
        tokens = self.data.getlist(f"{uploads.HELD}{html_name}") if hasattr(self.data, "getlist") else []
        if not tokens:
            return
        dropped, found = self.data.getlist(f"{uploads.DROPPED}{html_name}"), []
        for session in (
            self._asked(name).filter(public_id__in=tokens).prefetch_related("parts").order_by("pk")
        ):
            if session.public_id in dropped:
                uploading.forget([session])
                continue
            try:
                file = uploading.whole(session)
            except uploading.Gone:
                continue
            self.taken[file] = session
            found.append(file)
        known = {_fingerprint(file) for file in found}
        chosen = [file for file in self.files.getlist(html_name) if _fingerprint(file) not in known]
        # Photos are joined; anything else that is chosen now comes instead of what was kept.
        joins = all(kind_of(_octets(file)).is_photo for file in [*found, *chosen]) or not chosen
        self.files.setlist(html_name, [*found, *chosen] if joins else chosen)

    def hold(self) -> None:
        """Keep the good files of a form that was refused, and name each bad one under its field."""
        for name in self.file_names if self.keeper else ():
            field, sent = self.fields[name], self.files.getlist(self.add_prefix(name))
            refused, share = [], several.Share()
            limits = {"formats": field.formats, "max_bytes": field.max_bytes}
            for file in sent:
                try:
                    share.take(file, limits)
                    several.look_at(file, len(sent), **limits)
                except storing.FileRefused as refusal:
                    refused.append(refusal)
                    uploading.forget([self.taken[file]] if file in self.taken else [])
                else:
                    self._keep(name, file)
            if refused and name not in self.errors:
                self.add_error(name, [str(each.sentence) for each in refused])

    def _keep(self, name: str, file: UploadedFile) -> None:
        holding = self.holding.setdefault(name, uploads.Holding())
        try:
            session = self.taken.get(file) or self._session(name, file)
        except Refused:
            holding.lost.append(file.name or "")
            return
        held = uploads.Held(session.public_id, session.name, session.size)
        if held not in holding.held:
            holding.held.append(held)

    def _session(self, name: str, file: UploadedFile) -> UploadSession:
        field, data = self.fields[name], _octets(file)
        session = uploading.begin(
            record=RECORD, record_id=self.keeper.record_id, purpose=self._purpose(name), name=file.name or "",
            size=len(data), sha256=hashlib.sha256(data).hexdigest(), formats=field.formats,
            max_bytes=field.max_bytes, by=self.keeper.by, at=self.keeper.at,
        )  # fmt: skip
        for start in range(session.received, len(data), uploading.CHUNK):
            uploading.receive(session, start, data[start : start + uploading.CHUNK], at=self.keeper.at)
        return session

    def is_valid(self) -> bool:
        """Tell whether the form has no errors; keep its good files where it has some."""
        is_valid = super().is_valid()
        if not is_valid:
            self.hold()
        return is_valid

    def take(self, refusal: Refused) -> None:
        """Put the refusal of a file under the field of files, any other above the form; keep the good files."""
        name = self.file_names[0] if isinstance(refusal, storing.FileRefused) else None
        self.add_error(name, str(refusal.sentence))
        self.hold()

    def release(self) -> None:
        """Forget the files that were taken up: the act has stored them."""
        uploading.forget(list(self.taken.values()))


def _fingerprint(file: UploadedFile) -> str:
    return hashlib.sha256(_octets(file)).hexdigest()


def _octets(file: UploadedFile) -> bytes:
    file.seek(0)
    return file.read()
