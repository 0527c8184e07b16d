"""The register of what townships have to work with (2.2.1, 2.5.5)."""

from typing import Any

from django.db.models import QuerySet

from canxie.duties.townships.choices import Kind
from canxie.duties.townships.models import Resource
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.mechanisms.registers.published import Column, Register, registers
from canxie.mechanisms.registers.reading import Reader

KINDS = dict(Kind.choices)


def resources(scope: Scope, power: Power) -> QuerySet[Any]:
    return Resource.objects.within(scope, power).called()


def how_many(row: Any, reader: Reader) -> str:
    return "" if row.amount is None else f"{row.amount} {row.unit}".strip()


registers.declare(
    "townships",
    Register(
        name="乡镇力量",
        code="LL",
        unit="项",
        also=Power.TOWNSHIPS_READ,
        rows=resources,
        fields=(
            *(
                "id",
                "path",
                "place",
                "kind",
                "name",
                "called",
                "where",
                "amount",
                "unit",
                "hours",
                "contact",
                "since",
                "until",
            ),
        ),
        sort=("path", "kind", "called", "id"),
        columns=(
            Column("名称", lambda row, reader: row.name, 20),
            Column("类别", lambda row, reader: KINDS.get(row.kind, ""), 14, "s"),
            Column("乡镇或村", lambda row, reader: reader.place(row.path), 12, "s", of_place=True),
            Column("在哪里", lambda row, reader: row.where, 20),
            Column("多少", how_many, 10, "s"),
            Column("什么时间", lambda row, reader: row.hours, 18),
            Column("联系方式", lambda row, reader: row.contact, 18),
            Column("哪天起", lambda row, reader: row.since, 13, "s", essential=False),
            Column("到哪天止", lambda row, reader: row.until, 13, "s", essential=False),
        ),
        about="乡镇（街道）的工作人员、医生、站点、社会组织、设备和经费，一项一行。专职委员看各村任职。停用的也在，写着到哪天。",
        period="since",
    ),
)
