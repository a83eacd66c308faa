"""The one register of interests: who has a link with which start-up."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from incubator.conflicts.querysets import InterestQuerySet
from incubator.conflicts.states import InterestKind, InterestState
from incubator.core.models import DatedModel, PublicIdModel
from incubator.startups.models import Startup


class Interest(PublicIdModel, DatedModel):
    """A link between a person and a start-up. `person` is empty while an applicant's words name nobody we know."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="interests"
    )
    startup = models.ForeignKey(Startup, on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField(max_length=16, choices=InterestKind.choices)
    note = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, default=InterestState.OPEN, editable=False)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    objects = InterestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "startup"],
                condition=~Q(state=InterestState.DISMISSED),
                name="interest_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.startup_id}"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(InterestState(self.state).label)
