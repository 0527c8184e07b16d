"""A roster imported, against reading the file alone and against django-import-export."""

import os
import subprocess
import sys
from datetime import date, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import mkdtemp

import openpyxl
import tablib
from django.core.management import call_command
from import_export.resources import ModelResource
from python_calamine import CalamineWorkbook

from canxie.ground.registry.tests.factories import number_of
from tests.bench.harness import Pair, places, row, timed
from tests.bench.peers.models import Roster
from tests.bench.population import VILLAGE_SIZE

HEAD = ["姓名", "身份证号", "残疾人证号", "电话", "村", "地址"]
SCALED = 10_000
MEMORY = 600
"""MiB that an import may take."""


def lines(count: int, size: int, first: int = 0) -> list[list[str]]:
    """People who are not in the population, valid in every number."""
    township = places(size)["township"]
    told = []
    for number in range(first, first + count):
        born = date(1935, 1, 1) + timedelta(days=number % 27_000)
        citizen = number_of(born, 100 + number // 27_000)
        village = f"第{township[6:]}{number % min(25, size // VILLAGE_SIZE) + 1:03d}村"
        told.append([f"张{number}", citizen, f"{citizen}{number % 6 + 1}{number % 4 + 1}", "", village, f"{number}号"])
    return told


@cache
def folder() -> Path:
    return Path(mkdtemp())


def file(name: str, told: list[list[str]]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    for line in (HEAD, *told):
        sheet.append(line)
    book.save(folder() / name)
    return folder() / name


def imported(path: Path, township: str) -> str:
    out = StringIO()
    call_command("import_roster", str(path), township=township, commit=True, as_json=True, stdout=out)
    return out.getvalue()


def read_alone(path: Path) -> int:
    return sum(len(line) for line in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


class Lines(ModelResource):
    class Meta:
        model = Roster
        import_id_fields = ["number"]
        fields = ["name", "number", "certificate", "phone", "village", "address"]


def by_import_export(told: list[list[str]]) -> None:
    """As its admin does: a try, then in earnest."""
    data = tablib.Dataset(*told, headers=Lines._meta.fields)
    for dry_run in (True, False):
        result = Lines().import_data(data, dry_run=dry_run, raise_errors=True)
        assert not result.has_errors()


@row("roster import", against="python-calamine alone", bound=25)
def against_reading(size: int) -> Pair:
    path = file("first.xlsx", lines(size, size))
    alone = min(timed(lambda: read_alone(path)) for _ in range(3))
    told: list[str] = []
    ours = timed(lambda: told.append(imported(path, places(size)["township"])))
    assert f'"new": {size}' in told[0], told[0][:300]
    return Pair(ours, alone)


@row("roster import", against="django-import-export, scaled", bound=0.2)
def against_import_export(size: int) -> Pair:
    count = min(size, SCALED)
    told = lines(count, size, first=5_000_000)
    path = file("second.xlsx", told)
    ours = timed(lambda: imported(path, places(size)["township"]))
    return Pair(ours, timed(lambda: by_import_export(told)))


@row("roster import, memory", against=f"{MEMORY} MiB", bound=1.0)
def memory(size: int) -> Pair:
    path = file("third.xlsx", lines(size, size, first=9_000_000))
    told = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "tests.bench.memory", str(path), places(size)["township"]],
        env={**os.environ, "BENCH_INSIDE": "1"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Pair(float(told.stdout), MEMORY)
