"""Figures by hand: what stands above and below the line, and what is not told."""

from datetime import date
from decimal import Decimal

import pytest

from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.tests.factories import PersonFactory
from canxie.mechanisms.measures.figures import Figure, Line, by_child, discreet, figure
from canxie.mechanisms.measures.published import measures

TODAY = date(2026, 11, 24)


def people(path, *, expired, valid):
    until = [date(2026, 11, 23)] * expired + [date(2026, 11, 24)] * valid
    return [PersonFactory(household__path=path, certified_until=day) for day in until]


@pytest.mark.django_db
class TestFigure:
    def test_counts_what_lies_inside_the_place(self):
        people("379900001001", expired=1, valid=2)
        people("379900002001", expired=2, valid=1)

        assert figure("expired", "379900001", TODAY) == Figure(1, 3, share=False)
        assert figure("expired", "3799", TODAY).value == figure("expired", "", TODAY).value == 3

    def test_no_data_is_never_zero(self):
        people("379900001001", expired=0, valid=1)

        assert figure("expired", "379900001001", TODAY).value == 0
        assert figure("expired", "379900001002", TODAY).value is None

    def test_by_child_names_the_villages_without_data_too(self, django_assert_num_queries):
        for number, name in enumerate(["槐里村", "磨盘村"], start=1):
            VillageFactory(code=f"37990000100{number}", name=name)
        people("379900001001", expired=1, valid=1)
        people("379900002001", expired=1, valid=1)

        with django_assert_num_queries(2):
            lines = by_child("expired", "379900001", TODAY)

        assert lines == [
            Line("379900001001", "槐里村", Figure(1, 2, share=False)),
            Line("379900001002", "磨盘村", Figure(0, 0, share=False)),
        ]
        assert by_child("expired", "379900001001", TODAY) == []


@pytest.mark.parametrize(
    ("part", "of", "value"), [(1, 8, "12.5"), (2, 3, "66.7"), (5, 1000, "0.5"), (1, 2000, "0.1"), (1, 2001, "0.0")]
)
def test_percent_has_one_decimal_and_is_rounded_half_up(part, of, value):
    assert Figure(part, of).value == Decimal(value)


def line(code, part, of):
    return Line(code, code, Figure(part, of))


@pytest.mark.parametrize(
    ("told", "hidden"),
    [
        ([line("a", 50, 100), line("b", 20, 40)], ""),
        ([line("a", 50, 100), line("b", 4, 40), line("c", 20, 80)], "bc"),
        ([line("a", 50, 100), line("b", 36, 40), line("c", 20, 80)], "bc"),
        ([line("a", 50, 100), line("b", 3, 4), line("c", 2, 2), line("d", 20, 80)], "bc"),
        ([line("a", 50, 100), line("b", 0, 40), line("c", 40, 40), line("d", 0, 0)], ""),
        ([line("a", 50, 100), line("b", 0, 3)], "ab"),
    ],
)
def test_what_tells_of_single_people_is_hidden_and_cannot_be_reckoned(told, hidden):
    shown = discreet(told, 5)

    assert [one.code for one in shown] == [one.code for one in told]
    assert "".join(one.code for one in shown if one.figure.hidden) == hidden
    assert all(one.figure.value is None and one.figure.part == 0 for one in shown if one.figure.hidden)


def test_every_measure_says_what_it_counts():
    assert {"certified", "expired"} <= {*measures}
    for measure in measures.values():
        assert all([measure.definition, measure.numerator, measure.denominator, measure.exclusions, measure.clause])
