"""What counts and when the next visit is due, against days counted on a calendar by hand."""

from datetime import date

import pytest

from canxie.duties.visits.rules import Paid, Postponed, due_on, last_reset, spread, strictest

EVERY_WAY, ALL = {"at_home"}, {"at_home", "outside"}
OCT_12, NOV_11, NOV_20 = date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 20)
LONG_AGO, FAR = date(2026, 1, 1), date(2026, 12, 31)


def due(**known):
    usual = {"last": None, "first_due": FAR, "tier_since": LONG_AGO, "interval_days": 30, "postponed": None}
    return due_on(**usual | known)


@pytest.mark.parametrize(
    ("known", "day"),
    [
        ({"last": Paid(OCT_12, "at_home", None)}, NOV_11),  # 30 days after 12 October
        ({"last": Paid(OCT_12, "at_home", date(2026, 10, 20))}, date(2026, 10, 20)),  # promised earlier
        ({"last": Paid(OCT_12, "at_home", date(2026, 12, 1))}, NOV_11),  # later than the tier allows
        ({"last": Paid(OCT_12, "at_home", None), "interval_days": 90}, date(2027, 1, 10)),
        ({"first_due": date(2026, 1, 9)}, date(2026, 1, 9)),  # never visited: the day that was given
        ({}, date(2026, 1, 31)),  # never visited, and the tier became stricter: 30 days after it began
        ({"last": Paid(OCT_12, "at_home", None), "tier_since": NOV_20}, NOV_20),  # became strict: due, not late
        ({"last": Paid(OCT_12, "at_home", None), "postponed": Postponed(OCT_12, date(2026, 12, 5))}, date(2026, 12, 5)),
        ({"last": Paid(OCT_12, "at_home", None), "postponed": Postponed(date(2026, 10, 1), FAR)}, NOV_11),  # over
        ({"last": Paid(OCT_12, "at_home", None), "postponed": Postponed(OCT_12, date(2026, 10, 20))}, NOV_11),
    ],
)
def test_the_day_by_which_a_household_is_to_be_visited(known, day):
    assert due(**known) == day


def test_what_does_not_count_does_not_move_the_plan():
    visits = [Paid(OCT_12, "at_home", None), Paid(NOV_11, "phone", None), Paid(NOV_20, "not_met", None)]

    assert last_reset(visits, EVERY_WAY) == visits[0]
    assert last_reset(visits[1:], ALL) is None


def test_a_household_takes_its_strictest_tier():
    assert strictest(["B", "A", "C"]) == "A"
    assert strictest(["", "C"]) == "C"


def test_first_visits_lie_evenly_over_the_interval_and_none_is_late_on_day_one():
    """Five households over thirty days: every sixth day from 24 November, counted by hand."""
    days = spread(5, interval_days=30, begins=date(2026, 11, 24))

    assert [f"{day:%m-%d}" for day in days] == ["11-30", "12-06", "12-12", "12-18", "12-24"]
    assert min(spread(400, interval_days=30, begins=date(2026, 11, 24))) == date(2026, 11, 25)
