def test_people(officer, centre):
    assert officer.has_role("officer")
