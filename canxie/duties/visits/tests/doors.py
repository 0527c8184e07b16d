"""One household as the tests of this room want it: two people, a plan, and someone who may visit it."""

from datetime import date, datetime
from uuid import uuid4

from django.utils import timezone

from canxie.duties.visits.actions import Told, record
from canxie.duties.visits.planning import recount
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.roles import POWERS, Role
from canxie.ground.registry.tests.factories import CertificateFactory, HouseholdFactory, PersonFactory

HERE = "379900001001"
TODAY = date(2026, 11, 24)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001  # made aware here


def commissioner(user_id: int = 1, path: str = HERE) -> Scope:
    return Scope(user_id, dict.fromkeys(POWERS[Role.COMMISSIONER], (path,)))


def household(*, people: int = 1, path: str = HERE, on: date = TODAY, **facts):
    """A household with so many certified people of level three (C by itself, A from two on), planned on that day."""
    home = HouseholdFactory(path=path)
    for number in range(people):
        CertificateFactory(person=PersonFactory(household=home, degree=3, name=f"李{number}", **facts))
    recount([home.pk], on=on)
    home.refresh_from_db()
    return home


def visit(
    home, *, by: Scope, on: date = TODAY, manner: str = "at_home", how: str = "self", today: date | None = None, **told
):
    """Record a visit at which everybody was met alike."""
    hows = {person.pk: "absent" if manner == "not_met" else how for person in home.people.all()}
    because = "nobody_home" if manner == "not_met" else ""
    told = Told(visit_id=uuid4(), visited_on=on, manner=manner, hows=hows, not_met_because=because, **told)
    return record(by=by, household=home, told=told, at=noon(today or on))[0]
