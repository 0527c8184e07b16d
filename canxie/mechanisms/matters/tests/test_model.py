"""The life of a need against a slow model, written by hand from appendix E of domain.md and the official calendar."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from canxie.ground.accounts.roles import Role
from canxie.ground.registry.tests.factories import HouseholdFactory
from canxie.mechanisms.matters.escalation import escalate_overdue
from canxie.mechanisms.matters.models import NEVER, Hop, Step
from canxie.mechanisms.matters.refusals import Refused
from canxie.mechanisms.matters.tests.people import COUNTY, HERE, SHANGHAI, TOWNSHIP, Office, told

DAY = timedelta(days=1)
FIRST = datetime(2025, 9, 22, 10, tzinfo=SHANGHAI)  # a Monday; fifteen days on is in the holiday
OFF = {date(2025, 10, day) for day in range(1, 9)}  # National Day and Mid-Autumn 2025
WORKED = {date(2025, 9, 28), date(2025, 10, 11)}  # a Sunday, a Saturday
PLACES = ["village", "township", "county"]
CODES = {"village": HERE, "township": TOWNSHIP, "county": COUNTY, "": ""}
TRIED = [
    *["answer", "start", "hand_on", "accept", "refuse", "recall", "deliver", "confirm", "not_received"],
    *["close", "close_unconfirmed", "withdraw", "not_possible", "add", "reopen"],
]
SAID = {
    "text": "写下来的话",
    "evidence": "签收单",
    "confirmation": "in_person",
    "why": "no_resource",
    "on": date(2025, 9, 22),
}


def works(day):
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def third_workday(day):
    left = 3
    while left:
        day += DAY
        left -= works(day)
    return day


def fifteen_days(day):
    day += 15 * DAY
    while not works(day):
        day += DAY
    return day


class Life:
    """A need as appendix E tells it: one attribute a fact, one method a thing that can happen."""

    def __init__(self, today):
        self.owner, self.sent, self.steps = "village", "", 1
        self.tell(today, "submitted")

    def tell(self, today, state):
        self.answered, self.state = False, state
        self.answer_by, self.close_by = third_workday(today), fifteen_days(today)

    def due(self):
        match self.state:
            case "submitted" | "reopened":
                return self.answer_by
            case "referred":
                return self.accept_by
            case "verified" | "in_service":
                return self.close_by
        return None

    def above(self, place):
        return PLACES[PLACES.index(place) + 1] if place != "county" else ""

    def happens(self, key, who, today):
        """Do it and say yes, or leave everything as it is and say no."""
        may = getattr(self, key)(who, today)
        self.steps += may
        return may

    def is_owners(self, who):
        return PLACES.index(who) >= PLACES.index(self.owner)

    def waits_for_answer(self):
        return self.state in ("submitted", "reopened") or (self.state == "referred" and not self.answered)

    def is_in_hand(self):
        return self.state in ("verified", "in_service")

    def is_closed(self):
        return self.state in ("closed", "not_possible", "withdrawn")

    def answer(self, who, today):
        if not (self.waits_for_answer() and self.is_owners(who)):
            return False
        self.answered, self.state, self.sent = True, "verified", ""
        return True

    def start(self, who, today):
        if not (self.state == "verified" and self.is_owners(who)):
            return False
        self.state = "in_service"
        return True

    def hand_on(self, who, today):
        waits = self.state in ("submitted", "reopened") or self.is_in_hand()
        if not (waits and self.is_owners(who) and self.above(self.owner)):
            return False
        self.go(self.above(self.owner), today)
        return True

    def go(self, place, today):
        self.state, self.sent, self.accept_by = "referred", place, third_workday(today)

    def accept(self, who, today):
        if not (self.state == "referred" and who == self.sent):
            return False
        self.owner, self.sent = who, ""
        self.back_to_work("in_service", today)
        return True

    def back_to_work(self, state, today):
        self.state = state if self.answered else "submitted"
        if not self.answered:
            self.answer_by = third_workday(today)

    def refuse(self, who, today):
        if not (self.state == "referred" and who == self.sent):
            return False
        self.sent = ""
        self.back_to_work("verified", today)
        return True

    def recall(self, who, today):
        if not (self.state == "referred" and self.answered and self.is_owners(who)):
            return False
        self.state, self.sent = "verified", ""
        return True

    def deliver(self, who, today):
        if not ((self.is_in_hand() or self.state == "referred") and self.answered and self.is_owners(who)):
            return False
        self.state, self.sent = "delivered", ""
        return True

    def confirm(self, who, today):
        return self.becomes("confirmed", self.state == "delivered")

    def not_received(self, who, today):
        return self.becomes("in_service", self.state in ("delivered", "confirmed"))

    def close(self, who, today):
        return self.becomes("closed", self.state == "confirmed")

    def close_unconfirmed(self, who, today):
        return self.becomes("closed", self.state == "delivered")

    def withdraw(self, who, today):
        return self.becomes("withdrawn", not self.is_closed())

    def not_possible(self, who, today):
        open_ = not self.is_closed() and self.state not in ("delivered", "confirmed")
        if open_ and self.is_owners(who):
            self.answered = True
        return self.becomes("not_possible", open_ and self.is_owners(who))

    def becomes(self, state, may):
        if may:
            self.state, self.sent = state, ""
        return may

    def add(self, who, today):
        return not self.is_closed()

    def reopen(self, who, today):
        if not self.is_closed():
            return False
        self.tell(today, "reopened")
        return True

    def night(self, today):
        """Nobody answered, or nobody accepted, by the end of the last day: it climbs one place a night."""
        unanswered = self.state in ("submitted", "reopened")
        place = self.above(self.sent or self.owner)
        if (unanswered or self.state == "referred") and self.due() < today and place:
            self.go(place, today)
            self.steps += 1
            return 1
        return 0


class Lives(RuleBasedStateMachine):
    """Three offices, any of which tries anything, day after day."""

    def __init__(self):
        super().__init__()
        roles = dict(zip(PLACES, [Role.COMMISSIONER, Role.TOWNSHIP_CLERK, Role.COUNTY_CLERK], strict=True))
        self.offices = {place: Office(role, CODES[place]) for place, role in roles.items()}
        self.now = FIRST
        village = self.offices["village"]
        self.need = told(village, HouseholdFactory(path=HERE), when=FIRST, category="device")
        self.life = Life(FIRST.date())

    @rule(key=st.sampled_from(TRIED), who=st.sampled_from(PLACES))
    def somebody_tries(self, key, who):
        expected = self.life.happens(key, who, self.now.date())
        try:
            self.offices[who].does(self.need, {"refuse": "return"}.get(key, key), self.now, **SAID)
            done = True
        except Refused:
            done = False
        assert done == expected

    @rule(key=st.sampled_from(["answer", "accept", "deliver", "confirm", "close"]))
    def the_right_one_acts(self, key):
        """Without this, random tries hardly ever reach the end of a life."""
        self.somebody_tries(key, self.life.sent if key == "accept" and self.life.sent else self.life.owner)

    @rule(days=st.integers(1, 6))
    def days_pass(self, days):
        self.now += days * DAY
        expected = self.life.night(self.now.date())
        assert escalate_overdue(self.now) == expected

    @invariant()
    def both_say_the_same(self):
        need, life = self.need, self.life
        need.refresh_from_db()
        due = life.due()
        midnight = datetime.combine(due + DAY, time.min, tzinfo=SHANGHAI) if due else NEVER
        assert (need.state, need.owner_path, need.sent_to) == (life.state, CODES[life.owner], CODES[life.sent])
        assert need.due_at == midnight
        assert (need.answered_at is not None, need.closed_at is not None) == (life.answered, life.is_closed())
        assert need.version == life.steps == Step.objects.filter(matter=need).count()
        assert Hop.objects.filter(matter=need, ended_at=None).count() == bool(life.sent)

    def teardown(self):
        self.need.delete()


@pytest.mark.django_db
def test_a_need_lives_as_appendix_e_says():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Lives,
        settings=settings(max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=checks),
    )
