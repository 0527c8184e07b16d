"""The register of office-holders: who is in office today, association by association (2.3.2 – 2.3.5)."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from canxie.duties.officers.choices import BOTH, PERSON, POSITION, RELATIVE, SOURCE
from canxie.duties.officers.models import OfficeTerm
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.mechanisms.registers.published import Column, Register, registers
from canxie.mechanisms.registers.reading import Reader


def terms(scope: Scope, power: Power) -> QuerySet[Any]:
    return OfficeTerm.objects.within(scope, power).held_at(timezone.now())


def title(row: Any, reader: Reader) -> str:
    return "专职委员" if row.commissioner else POSITION[row.position]


def source(row: Any, reader: Reader) -> str:
    """Say which class somebody comes from, as the clause has it: of the person and of a relative in one word."""
    return BOTH if row.source_class in {PERSON, RELATIVE} else SOURCE.get(row.source_class, "")


registers.declare(
    "officers",
    Register(
        name="残协班子名册",
        code="BZ",
        unit="人",
        also=Power.ASSOCIATIONS_READ,
        rows=terms,
        fields=(
            "id",
            "path",
            "rank",
            "association",
            "association__name",
            "participant__name",
            "participant__about",
            "position",
            "commissioner",
            "source_class",
            "since_at",
            "until_at",
            "basis",
        ),
        sort=("path", "rank", "id"),
        columns=(
            Column("残协", lambda row, reader: row.association__name, 18),
            Column("职务", title, 10, "s"),
            Column("姓名", lambda row, reader: row.participant__name, 12, "s"),
            Column("身份", lambda row, reader: row.participant__about, 16, "s", essential=False),
            Column("来自哪些人", source, 18, "s", essential=False),
            Column("村", lambda row, reader: reader.place(row.path), 12, "s", of_place=True),
            Column("任期起", lambda row, reader: timezone.localdate(row.since_at), 13, "s"),
            Column("任期止", lambda row, reader: row.until_at and timezone.localdate(row.until_at), 13, "s"),
            Column("依据", lambda row, reader: row.basis, 24, essential=False),
        ),
        about="今天在任的，一人一行，按村排：主席、副主席、专职委员、委员。姓名是公开的，是不是残疾人不写。",
        link=("associations:association", "association"),
    ),
)
