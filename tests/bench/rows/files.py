"""A register as xlsx, against the writers alone."""

import os
import subprocess
import sys
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any
from uuid import uuid4

from openpyxl import Workbook as Openpyxl
from xlsxwriter import Workbook

from tests.bench.clerk import clerk
from tests.bench.harness import Pair, row, side_by_side

PLACE = "379900"
MEMORY = 300
"""MiB that an export may take."""


def part() -> Any:
    from django.utils import timezone  # noqa: PLC0415  # Django is up by now

    from canxie.ground.accounts.scopes import scope_of  # noqa: PLC0415
    from canxie.mechanisms.registers.presenters import extract  # noqa: PLC0415

    user = int(clerk().session["_auth_user_id"])
    scope = scope_of(user, at=timezone.now())
    return extract(scope, "roster", "registers.export", {"place": PLACE}, timezone.localdate())


def export() -> int:
    """What the job does between the press and the finished file: read, draw, mark, write, seal."""
    from canxie.engine.jobs.progress import Progress  # noqa: PLC0415  # Django is up by now
    from canxie.engine.sealing.seals import seal  # noqa: PLC0415
    from canxie.mechanisms.registers.making import written  # noqa: PLC0415
    from canxie.mechanisms.registers.models import Copy  # noqa: PLC0415

    whole = part()
    copy = Copy(number="MC-379900-20261124-01", purpose="量一量")
    data, _ = written(whole, copy, "量一量", Progress(uuid4()), of=whole.rows().count())
    return len(seal(data))


@cache
def cells() -> list[list[object]]:
    """The same cells, read beforehand."""
    from canxie.mechanisms.registers.presenters import drawn  # noqa: PLC0415  # Django is up by now
    from canxie.mechanisms.registers.reading import Form  # noqa: PLC0415

    whole = part()
    return [*drawn(whole.in_order(), whole.columns(), whole.reader(Form.FILE, whole.villages()))]


def written_alone() -> None:
    book = Workbook(BytesIO(), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number, line in enumerate(cells()):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell)
            elif cell is not None:
                sheet.write_number(number, column, cell)
    book.close()


def written_by_openpyxl() -> None:
    book = Openpyxl(write_only=True)
    sheet = book.create_sheet()
    for line in cells():
        sheet.append(line)
    book.save(BytesIO())


@row("xlsx export", against="XlsxWriter alone", bound=2.0)
def against_the_writer(size: int) -> Pair:
    cells()
    return side_by_side(export, written_alone, times=1 / 3)


@row("xlsx export", against="openpyxl, write-only", bound=1.0)
def against_openpyxl(size: int) -> Pair:
    cells()
    return side_by_side(export, written_by_openpyxl, times=1 / 3)


@row("xlsx export, memory", against=f"{MEMORY} MiB", bound=1.0)
def memory(size: int) -> Pair:
    """In a process of its own, which tells the most it ever had."""
    told = subprocess.run(  # our own module
        [sys.executable, "-m", "tests.bench.memory"],
        env={**os.environ, "BENCH_INSIDE": "1"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Pair(float(told.stdout), MEMORY)
