"""A roster imported, against reading the file alone and against django-import-export."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from io import StringIO
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

import openpyxl
from django.core.management import call_command
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource
from python_calamine import CalamineWorkbook

from canxie.ground.registry.models import Person
from canxie.ground.registry.tests.factories import number_of
from tests.bench.harness import Pair, row, timed
from tests.bench.peers.models import Roster
from tests.bench.population import BATCH, VILLAGE_SIZE, places

HEAD = [
    *["序号", "姓名", "性别", "身份证号", "残疾人证号", "残疾类别", "残疾等级", "发证日期", "有效期至", "村"],
    *["组", "门牌", "现住地址", "户主", "与户主关系", "电话", "监护人", "低保", "生活补贴", "护理补贴"],
]
"""What stands in the list that a county keeps: twenty columns, as in quality.md."""
CATEGORIES = ["视力", "听力", "言语", "肢体", "智力", "精神"]
LEVELS = ["一级", "二级", "三级", "四级"]
SCALED = 10_000
MEMORY = 600
"""MiB that an import may take."""


def lines(count: int, size: int, first: int = 0, township: str = "") -> list[list[str]]:
    """People who are not in the population, valid in every number: each alone in a house, two of three with a phone."""
    township = township or places(size)["township"]
    told = []
    for number in range(first, first + count):
        born, sequence = date(1935, 1, 1) + timedelta(days=number % 27_000), 100 + number // 27_000
        citizen, category, level = number_of(born, sequence), number % 6, number % 4
        village = f"第{township[6:]}{number % min(25, size // VILLAGE_SIZE) + 1:03d}村"
        name, phone = f"张{number}", f"000{number % 100_000_000:08d}" if number % 3 else ""
        issued, door = f"20{15 + number % 8}-0{number % 9 + 1}-15", f"{number}号"
        certificate = [f"{citizen}{category + 1}{level + 1}", CATEGORIES[category], LEVELS[level], issued]
        ticks = ["是" if number % 7 == 0 else "否", "是" if level == 1 else "否", "是" if level == 0 else ""]
        told.append(
            [str(number - first + 1), name, "女男"[sequence % 2], citizen, *certificate, f"20{25 + number % 8}-12-31"]
        )
        told[-1] += [village, f"{number % 7 + 1}组", door, f"{village}{number % 7 + 1}组{door}"]
        told[-1] += [name, "户主", phone, "", *ticks]
    return told


@cache
def folder() -> Path:
    return Path(mkdtemp())


def file(name: str, told: list[list[str]], head: Sequence[str] = HEAD) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    for line in (head, *told):
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
        fields = [field.name for field in Roster._meta.fields if field.name != "id"]


def by_import_export(path: Path) -> None:
    """As its admin does: the file is read and tried, then read again and imported in earnest."""
    for dry_run in (True, False):
        data = XLSX().create_dataset(path.read_bytes())
        result = Lines().import_data(data, dry_run=dry_run, raise_errors=True)
        assert not result.has_errors()


def neighbour(size: int) -> str:
    """A township into which no other row imports: one that holds a whole county would be no township any more."""
    township = places(size)["township"]
    return f"{township[:6]}{max(1, int(township[6:]) - 1):03d}"


def as_many_rows(like: list[str]) -> None:
    """Fill the peer's table with as many rows as there are people: both look each line up among equally many."""
    names = Lines._meta.fields
    plain = dict(zip(names, like, strict=True))
    rows = (Roster(**plain | {"number": f"9{number:017d}"}) for number in range(Person.objects.count()))
    while some := [*islice(rows, BATCH)]:
        Roster.objects.bulk_create(some)


@row("roster import", against="python-calamine alone", bound=25)
def against_reading(size: int) -> Pair:
    path = file("first.xlsx", lines(size, size))
    alone, told = [timed(lambda: read_alone(path)) for _ in range(3)], list[str]()
    ours = timed(lambda: told.append(imported(path, places(size)["township"])))
    assert f'"new": {size}' in told[0], told[0][:300]
    alone += [timed(lambda: read_alone(path)) for _ in range(3)]  # before and after: the machine may be busier then
    return Pair(ours, median(alone))


@row("roster import", against="django-import-export, scaled", bound=0.2)
def against_import_export(size: int) -> Pair:
    count, township = min(size, SCALED), neighbour(size)
    told = lines(count, size, first=5_000_000, township=township)
    as_many_rows(told[0])
    path, same = file("second.xlsx", told), file("theirs.xlsx", told, head=Lines._meta.fields)
    ours = timed(lambda: imported(path, township))
    return Pair(ours, timed(lambda: by_import_export(same)))


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
