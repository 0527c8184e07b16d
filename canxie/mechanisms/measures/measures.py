"""Measures about the registry itself."""

from datetime import date

from django.db.models import Q, QuerySet

from canxie.ground.powers import Power
from canxie.ground.registry.models import Person
from canxie.mechanisms.criteria.households import certified
from canxie.mechanisms.measures.places import people
from canxie.mechanisms.measures.published import Measure, Opened, measures


def registered(on: date) -> QuerySet[Person]:
    return Person.objects.living()


measures.declare(
    "certified",
    Measure(
        name="持证率",
        definition="在册残疾人里，有残疾人证的占多少。",
        numerator="有有效残疾人证的在册残疾人",
        denominator="在册残疾人",
        exclusions="去世、迁出、核销的不算。",
        clause="二(五)",
        version=1,
        rows=registered,
        part=lambda on: Q(certified()),
        opened=Opened("看名册", Power.REGISTRY_READ, lambda place, on: people(place)),
    ),
)
measures.declare(
    "expired",
    Measure(
        name="残疾人证过期",
        definition="在册残疾人里，残疾人证已经过了有效期的有几位。",
        numerator="残疾人证有效期早于当天的在册残疾人",
        denominator="在册残疾人",
        exclusions="去世、迁出、核销的不算；没有写有效期的不算过期。",
        clause="二(五)",
        version=1,
        share=False,
        unit="人",
        rows=registered,
        part=lambda on: Q(certified_until__lt=on),
        opened=Opened("看这些人", Power.REGISTRY_READ, lambda place, on: people(place, expires="over")),
    ),
)
