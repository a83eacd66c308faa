from tests.world import applications as world


def test_submit_first(call, founder):
    application = world.submitted(call, founder)

    assert application.reference == "AC-2027-01-0001"
