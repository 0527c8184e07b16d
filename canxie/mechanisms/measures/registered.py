"""The frame of every measure about the people in the register: so many of them, or which share of them."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from canxie.ground.registry.models import Person
from canxie.mechanisms.measures.published import Measure


def living(on: date) -> QuerySet[Person]:
    return Person.objects.living()


def of_people(*, exclusions: str = "", share: bool = False, **told: Any) -> Measure:
    """Frame a measure of the people in the register: their number, or with `share` their part of all.

    Who has died, moved away or been written off is none of them; `exclusions` are more words about
    who is not. Whatever else a `Measure` wants is said as it is there.
    """
    frame: dict[str, Any] = {
        "denominator": "在册残疾人",
        "exclusions": f"{'；'.join(filter(None, ['去世、迁出、核销的不算', exclusions]))}。",
        "version": 1,
        "share": share,
        "unit": "%" if share else "人",
        "rows": living,
    }
    return Measure(**frame | told)
