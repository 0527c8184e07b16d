"""Measures about the registry itself."""

from django.db.models import Q

from canxie.ground.powers import Power
from canxie.mechanisms.criteria.households import certified
from canxie.mechanisms.measures.places import people
from canxie.mechanisms.measures.published import Opened, measures
from canxie.mechanisms.measures.registered import of_people

measures.declare(
    "certified",
    of_people(
        name="持证率",
        definition="在册残疾人里，有残疾人证的占多少。",
        numerator="有有效残疾人证的在册残疾人",
        clause="二(五)",
        share=True,
        part=lambda on: Q(certified()),
        opened=Opened("看名册", Power.REGISTRY_READ, lambda place, on: people(place)),
    ),
)
measures.declare(
    "expired",
    of_people(
        name="残疾人证过期",
        definition="在册残疾人里，残疾人证已经过了有效期的有几位。",
        numerator="残疾人证有效期早于当天的在册残疾人",
        exclusions="没有写有效期的不算过期",
        clause="二(五)",
        part=lambda on: Q(certified_until__lt=on),
        opened=Opened("看这些人", Power.REGISTRY_READ, lambda place, on: people(place, expires="over")),
    ),
)
