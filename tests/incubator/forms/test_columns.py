from incubator.forms.columns import mapped


def test_mapped_fills_the_columns_and_adds_the_budget_up(definition, answers_of):
    found = mapped(definition, answers_of("su-01"))

    assert (found["startup_name"], found["sector"], found["commune"]) == ("Agblézéna", "agri", "zio-1")
    assert found["requested_amount"] == 2700000
    assert found["lead_phone"] == "+22890000001"


def test_what_is_empty_or_could_not_be_read_fills_nothing(definition):
    found = mapped(definition, {"users": {"raw": "many"}, "budget": None})

    assert (found["users"], found["requested_amount"], found["pitch"]) == (None, None, None)
