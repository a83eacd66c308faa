"""What was answered, and what was frozen at each sending."""

from django.conf import settings
from django.db import models

from incubator.applications.models.application import Application
from incubator.applications.states import AnswerSource
from incubator.core.encryption import Sealed
from incubator.core.models import PublicIdModel
from incubator.programmes.models import FormVersion


def answer_sources() -> list[tuple[str, str]]:
    return AnswerSource.choices


class Answer(PublicIdModel):
    """One answer, kept by its field's stable key. `version` guards it: it is saved only over the one that
    was read.

    Every question has its row from the first draft on; version 0 is a question nobody has answered yet. A
    sensitive answer stands sealed in `value_sealed` and its `value` is empty. Kept what cannot be read yet,
    as {"raw": "…"}: nothing typed is lost.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=60)
    value = models.JSONField(null=True, blank=True)
    value_sealed = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=answer_sources, blank=True)

    sealed = Sealed("value_sealed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="answer_once")]

    def __str__(self) -> str:
        return self.key


class Revision(PublicIdModel):
    """The answers as they were sent, with the form version and the fingerprint. Never changed.

    `answers_sealed` holds the sensitive ones (a JSON object), `files` the documents: {slug: [public id of
    the file]}.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    answers_sealed = models.TextField(blank=True)
    files = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    sensitive = Sealed("answers_sealed")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"{self.application_id} #{self.number}"
