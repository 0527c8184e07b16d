"""M1 of the dictionary of measures: how many of the villages have an association (1.5)."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from canxie.duties.associations.models import Coverage
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power
from canxie.mechanisms.measures.published import Measure, Opened, measures

COVERAGE = "associations.coverage"


def villages(on: date) -> QuerySet[Division]:
    return Division.objects.valid_on(on).filter(level=Level.VILLAGE)


def covered(on: date) -> Q:
    return Q(Exists(Coverage.objects.on(on).filter(place=OuterRef("code"))))


def board(place: str, on: date) -> str:
    return f"{reverse('associations:coverage')}?{urlencode({'place': place, 'on': on.isoformat()})}"


measures.declare(
    COVERAGE,
    Measure(
        name="残协覆盖",
        definition="那一天在册的村（社区）里，有残协管的占多少。",
        numerator="那一天有残协在管的村（社区），联合残协管的每个村都算",
        denominator="那一天在册的村（社区）",
        exclusions="撤掉的村不算；筹备中的、等备案的、暂停的残协不算；一个村只算一次。",
        clause="一",
        version=1,
        rows=villages,
        part=covered,
        by="code",
        past=True,
        people=False,
        opened=Opened("看还差哪些村", Power.MEASURES_READ, board),
    ),
)
