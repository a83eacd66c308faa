"""What a cell holds in a table: numbers that can be added up, words for the rest."""

from incubator.lists.cells import Above, Badge, Link, Many, Money, drawn, plain


def test_a_number_with_words_below_it_stays_a_number():
    assert plain(Above(Money(900_000), "sur 3 000 000 F CFA")) == 900_000
    assert plain(Above("0 / 3", Badge("late", "1 en retard"))) == "0 / 3 – 1 en retard"
    assert plain(Above(Link("Adjokit", "/desk/"), "")) == "Adjokit"


def test_values_of_all_kinds_stand_beside_one_another():
    title = Many(("Numérique & <rural>", Badge("info", "Sur invitation")))

    assert plain(title) == "Numérique & <rural>, Sur invitation"
    assert drawn(title) == (
        '<span>Numérique &amp; &lt;rural&gt; <span class="badge info">Sur invitation</span></span>'
    )
