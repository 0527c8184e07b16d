"""What an office's own program shows of a file of ours: text that begins like a formula is text, and nothing is lost.

LibreOffice opens the file and writes what it shows as csv.
"""

import csv
import io
import subprocess
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
import time_machine

from canxie.engine.sheets.reading import read
from canxie.engine.sheets.results import with_results
from canxie.engine.sheets.tests import raw
from canxie.engine.sheets.writing import Table, write
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from canxie.mechanisms.registers.models import Export
from canxie.mechanisms.registers.tests.conftest import COUNTY, TOWNSHIP, VILLAGE, signed_in, work

pytestmark = pytest.mark.django_db

HOSTILE = ['=HYPERLINK("http://127.0.0.1","看")', "+1+1", "-2+3", "@SUM(1,2)", "=1+1"]
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
"""Commas, quotes, UTF-8, cells as they are shown, formulas as their values: the first sheet."""


@pytest.fixture
def shown(tmp_path):
    """Return the rows that LibreOffice shows of a workbook's first sheet."""

    def show(content: bytes) -> list[list[str]]:
        (tmp_path / "book.xlsx").write_bytes(content)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", CSV, "--outdir", str(tmp_path)]
        done = subprocess.run([*command, str(tmp_path / "book.xlsx")], capture_output=True, text=True, check=False)  # noqa: S603  # ours
        assert done.returncode == 0, done.stderr
        [file] = tmp_path.glob("book*.csv")
        rows = [*csv.reader(io.StringIO(file.read_text("utf-8")))]
        file.unlink()
        return rows

    return show


@pytest.fixture
def clerk(db, settings, tmp_path):
    """A clerk of 榆岭镇, where five people are called what a formula begins with."""
    settings.VAR = tmp_path
    with time_machine.travel("2026-11-24 08:41+08:00", tick=False):
        for code, name in [(COUNTY, "示例县"), (TOWNSHIP, "榆岭镇"), (VILLAGE, "槐里村")]:
            VillageFactory(code=code, name=name)
        home = HouseholdFactory(path=VILLAGE, group="二组", door="=9+9")
        for name in HOSTILE:
            PersonFactory(household=home, name=name, sex="1", born_on=date(1969, 5, 1))
        yield signed_in(Role.TOWNSHIP_CLERK, TOWNSHIP, "吴海峰")


def test_a_formula_is_worked_out_by_this_program_so_a_text_that_stays_was_text(shown):
    book = openpyxl.Workbook()
    book.active.append(["=1+1", "'=1+1"])
    file = io.BytesIO()
    book.save(file)

    assert shown(file.getvalue())[0][0] == "2"


def test_a_register_shows_names_that_begin_like_formulas_as_they_are(clerk, shown):
    columns = ["姓名", "性别", "住址"]
    address = f"/registers/roster/export/?place={TOWNSHIP}"
    clerk.post(address, {"purpose": "=1+1 看一看", "columns": columns, "ask": str(uuid4())})
    work()
    content = clerk.get(f"/registers/exports/{Export.objects.get().pk}/?download").content

    rows = shown(content)

    head = rows.index(columns)
    assert sorted(row[0] for row in rows[head + 1 : head + 6]) == sorted(HOSTILE)
    assert {tuple(row[1:]) for row in rows[head + 1 : head + 6]} == {("男", "二组\u3000=9+9")}
    assert any("=1+1 看一看" in cell for row in rows[:head] for cell in row)


def test_identifiers_days_and_numbers_are_shown_whole(shown):
    file = io.BytesIO()
    write(file, [Table("名册", ["证号", "日期", "户数", "名"], [["379900196905010041", date(2026, 3, 1), 3, "𠮷·王"]])])

    assert shown(file.getvalue()) == [
        ["证号", "日期", "户数", "名"],
        ["379900196905010041", "2026-03-01", "3", "𠮷·王"],
    ]


def test_the_users_own_file_comes_back_with_our_words_as_words(shown):
    data = raw.workbook(raw.row(1, raw.text("A1", "姓名")), raw.row(2, raw.text("A2", "=1+1")))
    marks = {read(data, name="名册.xlsx").sheets[0].name: {1: "结果", 2: "=2+2 不收"}}

    assert shown(with_results(data, read(data, name="名册.xlsx"), marks)) == [["姓名", "结果"], ["=1+1", "=2+2 不收"]]
