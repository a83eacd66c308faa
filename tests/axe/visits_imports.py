"""Tables of paper files: nothing brought in yet, columns, being checked, what would be made, under way, finished, undone."""

from datetime import timedelta
from types import SimpleNamespace

from django.urls import reverse

from incubator.applications.casework import notes
from incubator.applications.imports.kind import PAPER_FILES
from incubator.applications.models import Application, ImportBatch
from incubator.imports import background, importing
from tests.axe.browsing import Visit, post
from tests.axe.world import APPLYING
from tests.world import imports

EARLIER = APPLYING - timedelta(hours=3)


def visits(w: SimpleNamespace) -> list[Visit]:
    ref = w.guests.reference
    brought = _batches(w)

    def page(name: str, which: str = "", **more) -> Visit:
        args = [ref, brought[which].public_id] if which else [ref]
        return Visit("officer", reverse(f"applications:{name}", args=args), at=APPLYING, **more)

    listed, columns = reverse("applications:call_imports", args=[ref]), "call_import_columns"
    unmatched = reverse(f"applications:{columns}", args=[ref, brought["columns"].public_id])
    read_so = reverse("applications:call_import_shape", args=[ref, brought["columns"].public_id])
    tried = reverse("applications:call_import", args=[ref, brought["tried"].public_id])
    waiting = reverse("applications:call_import", args=[ref, brought["being checked"].public_id])
    return [
        page("call_imports"),
        page("call_imports", act=post(listed), status=422),
        Visit("officer", reverse("applications:call_imports", args=[w.preparing.reference]), at=APPLYING),
        page(columns, "columns"),
        page(
            columns, "columns", act=post(unmatched, **{"column-0": "email", "column-1": "email"}), status=422
        ),
        page(
            columns, "columns", act=post(read_so, encoding="utf-8", separator=";", heading="900"), status=422
        ),
        page("call_import", "tried"),
        page("call_import", "tried", act=post(tried), status=422),
        page("call_import", "being checked"),
        page("call_import", "being checked", act=post(waiting), status=422),
        page("call_import", "under way"),
        page("call_import", "finished"),
        page("call_import", "undone"),
    ]


def _batches(w: SimpleNamespace) -> dict[str, ImportBatch]:
    """One in each moment of its life, made once."""
    call, officer = w.guests, w.officer
    names = ("columns", "tried", "under way", "finished", "undone", "being checked")
    found = list(ImportBatch.objects.filter(call=call).order_by("pk"))
    if found:
        return dict(zip(names, found, strict=True))
    wrong = imports.row(91, c2="x")
    options = {"by": officer, "at": EARLIER}
    made = [importing.begin(PAPER_FILES, call, imports.upload(imports.csv(imports.GOOD)), **options)]
    made.append(imports.checked(call, officer, imports.row(1), wrong, imports.row(92, c3=""), at=EARLIER))
    made.append(imports.checked(call, officer, imports.row(2), wrong, at=EARLIER))
    importing.confirm(PAPER_FILES, made[2], only_good=True, as_drafts=False, tells=False, **options)
    made.append(imports.imported(call, officer, imports.row(3), wrong, at=EARLIER, only_good=True))
    made.append(imports.imported(call, officer, imports.row(4), imports.row(5), at=EARLIER))
    file = Application.objects.get(import_row__batch=made[4], import_row__line=2)
    notes.comment(file, text="À revoir", audience="staff", by=officer, at=EARLIER + timedelta(hours=1))
    importing.undo(PAPER_FILES, made[4], by=officer, at=EARLIER + timedelta(hours=2))
    background.go_on(
        PAPER_FILES, ImportBatch.objects.get(pk=made[4].pk), by=officer, at=EARLIER + timedelta(hours=2)
    )
    made.append(imports.left_to_check(call, officer, imports.row(6), at=EARLIER))
    return dict(zip(names, made, strict=True))
