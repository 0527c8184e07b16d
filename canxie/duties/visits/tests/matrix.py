"""Who gets what in this room (domain.md, appendix F)."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from canxie.duties.visits.models import Plan
from canxie.duties.visits.tests.factories import VisitFactory
from tests.matrix import HERE, HOUSEHOLD, Row

VISIT = UUID("00000000-0000-4000-8000-0000000000f1")
ARGS = {"visits:visit": [VISIT], "visits:record": [HOUSEHOLD], "visits:postpone": [HOUSEHOLD]}
FORMS = {
    "visits:visit": {"data": {"text": "那天在姐姐家。"}},
    "visits:record": {
        "data": {
            "visit_id": "00000000-0000-4000-8000-0000000000f2",
            "visited_on": "2026-03-10",
            "manner": "not_met",
            "not_met_because": "away",
        }
    },
    "visits:postpone": {"data": {"reason": "away", "until": "", "text": ""}},
}


def prepare():
    """A visit of the household HERE, and its plan."""
    VisitFactory(id=VISIT, household_id=HOUSEHOLD, household=None, path=HERE)
    since = {"tier": "C", "tier_since": date(2026, 1, 1), "first_due_on": date(2026, 6, 1)}
    Plan.objects.create(household_id=HOUSEHOLD, path=HERE, due_on=timezone.localdate(), **since)


# fmt: off
MATRIX = {
    #                             stranger idle own beside chair clerk both county city system security audit
    ("visits:visit", "GET"):     Row(302, 403, 200, 404, 403, 200, 200, 200, 403, 403, 403, 403),
    ("visits:visit", "POST"):    Row(302, 403, 302, 404, 403, 404, 404, 404, 403, 403, 403, 403),
    ("visits:record", "GET"):    Row(302, 403, 200, 404, 403, 403, 404, 403, 403, 403, 403, 403),
    ("visits:record", "POST"):   Row(302, 403, 302, 404, 403, 403, 404, 403, 403, 403, 403, 403),
    ("visits:postpone", "GET"):  Row(302, 403, 200, 404, 403, 403, 404, 403, 403, 403, 403, 403),
    ("visits:postpone", "POST"): Row(302, 403, 422, 404, 403, 403, 404, 403, 403, 403, 403, 403),
}
# fmt: on
