from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canxie.kernel.dates import age_on, born_by


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(1980, 11, 24), date(2026, 11, 23), 45),
        (date(1980, 11, 24), date(2026, 11, 24), 46),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 11, 24), date(2026, 11, 24), 0),
    ],
)
def test_an_age_changes_on_the_birthday_and_a_leaplings_on_1_march(born_on, day, age):
    assert age_on(born_on, day) == age


DAYS = st.dates(date(1920, 1, 1), date(2100, 12, 31))


@given(DAYS, st.integers(0, 20))
def test_the_bound_divides_those_who_are_that_old_from_those_who_are_not(day, age):
    last = born_by(age, day)
    assert age_on(last, day) >= age
    assert age_on(last + timedelta(days=1), day) < age
