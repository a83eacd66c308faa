from io import StringIO

from django.core.management import call_command

from incubator.workflow.lifecycle import LIFECYCLES


def test_every_move_of_every_record_is_printed_with_who_may():
    out = StringIO()

    call_command("lifecycles", stdout=out)

    printed = out.getvalue()
    assert [record for record in LIFECYCLES if f"\n{record}\n" not in printed] == []
    assert printed.count(" -> ") == sum(len(lifecycle.moves) for lifecycle in LIFECYCLES.values())
    assert "  approve          verified -> approved" in printed
