"""Whose copy a leaked table is, when its top lines are gone; and nobody's by chance."""

import csv
import io
import json
import random

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from canxie.mechanisms.registers.marks import WIDE, found_in, heard, marked
from canxie.mechanisms.registers.models import Copy
from canxie.mechanisms.registers.tests.conftest import VILLAGE, work
from canxie.mechanisms.registers.tests.test_exports import asks, fetched
from canxie.mechanisms.registers.tracing import traced

pytestmark = pytest.mark.django_db

GROUPS = "一二三四五六"
ADDRESSES = [[f"张{number}", f"{GROUPS[number % 6]}组 {number}号", number] for number in range(60)]


def copies(many):
    said = {"register": "roster", "form": "file", "purpose": "上级检查", "rows": 60, "digest": "1" * 64, "mark_key": 1}
    return [
        Copy(number=f"MC-379900001-20261124-{number:02}", place="379900001", made_by_id=7, **said)
        for number in range(1, many + 1)
    ]


def leaked(copy, rows=ADDRESSES, *, keep=1.0, seed=0):
    """What is left of a copy that somebody sorted anew and cut."""
    chance, table = random.Random(seed), [*marked(rows, copy.number)]  # noqa: S311  # any will do
    chance.shuffle(table)
    return [str(cell) for row in table[: int(len(table) * keep)] for cell in row]


class TestMark:
    def test_nobody_sees_it(self):
        copy = copies(1)[0]
        table = [*marked(ADDRESSES, copy.number)]

        assert [[str(cell).replace(WIDE, " ") for cell in row] for row in table] == [
            [str(cell) for cell in row] for row in ADDRESSES
        ]
        wide = sum(WIDE in row[1] for row in table)
        assert 15 <= wide <= 45, "about half of sixty"

    def test_each_of_forty_copies_is_known_by_half_its_rows_in_any_order(self):
        all_of_them = copies(40)

        for number, copy in enumerate(all_of_them):
            found = found_in(leaked(copy, keep=0.55, seed=number), all_of_them)
            assert found is not None
            assert (found.copy, found.agree) == (copy, found.of)

    def test_a_column_alone_will_do(self):
        all_of_them = copies(20)
        column = [row[1] for row in marked(ADDRESSES, all_of_them[3].number)]

        assert found_in(column, all_of_them).copy == all_of_them[3]

    def test_nobody_is_accused_by_chance(self):
        """Two hundred tables that came from elsewhere, and ones with too few cells to tell."""
        all_of_them, chance = copies(10), random.Random(1)  # noqa: S311  # any will do
        for _ in range(200):
            table = [row[1].replace(" ", chance.choice(" " + WIDE)) for row in ADDRESSES]
            assert found_in(table, all_of_them) is None
        assert found_in([row[1] for row in marked(ADDRESSES[:12], all_of_them[0].number)], all_of_them) is None
        assert found_in([], all_of_them) is None
        assert found_in(["张三"], []) is None

    def test_blanks_folded_into_one_kind_tell_nothing(self):
        """What it does not outlive, said honestly."""
        table = [cell.replace(WIDE, " ") for cell in leaked(copies(1)[0])]

        assert found_in(table, copies(20)) is None

    def test_what_says_both_yes_and_no_says_nothing(self):
        assert heard(["二组 9号", f"二组{WIDE}9号", "三组 1号"]) == {"三组 1号": 0}


class TestTrace:
    @pytest.fixture
    def export(self, clerk, said):
        said("export.approve_above", 100)
        said("export.rows_a_day", 1000)
        for number in range(48):
            home = HouseholdFactory(path=VILLAGE, group=f"{GROUPS[number % 6]}组", door=f"{number + 1}号")
            PersonFactory(household=home)
        for _ in range(5):  # others of the same people
            other = asks(clerk)
        export = asks(clerk)
        work()
        assert other.pk != export.pk
        return export

    def test_by_its_number_and_its_properties_after_openpyxl_saved_it_again(self, clerk, export):
        book = openpyxl.load_workbook(io.BytesIO(fetched(clerk, export).content))
        number = str(Copy.objects.get(export=export))
        assert book.custom_doc_props["编号"].value == number
        whole = saved(book)
        book.active.delete_rows(1)
        book.active.delete_rows(book.active.max_row)
        cut = saved(book)

        assert [(one.copy.number, one.by) for one in (traced(whole, "a.xlsx"), traced(cut, "a.xlsx"))] == [
            (number, "number"),
            (number, "properties"),
        ]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
    def test_by_its_mark_as_csv_without_its_lines_shuffled_and_halved(self, clerk, export, encoding, tmp_path, capsys):
        book = openpyxl.load_workbook(io.BytesIO(fetched(clerk, export).content))
        table = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=4)][:-1]
        random.Random(3).shuffle(table)  # noqa: S311  # any will do
        file = tmp_path / "leaked.csv"
        with file.open("w", encoding=encoding, newline="") as out:
            csv.writer(out).writerows(table[:30])

        call_command("trace_export", str(file), as_json=True)

        told = json.loads(capsys.readouterr().out)
        number = str(Copy.objects.get(export=export))
        assert (told["number"], told["by"], told["made_by"]) == (number, "mark", "吴海峰")
        assert told["agree"] == told["of"] >= 30
        call_command("trace_export", str(file))
        assert "吴海峰 2026-11-24 08:41 导出，用途：上级检查" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("content", "code", "words"),
        [("姓名,住址\n张三,二组 9号\n", 1, "看不出是哪一份"), ("", 2, "空"), (None, 2, "打不开文件")],
    )
    def test_says_so_when_it_cannot_tell(self, export, tmp_path, content, code, words):
        file = tmp_path / "other.csv"
        if content is not None:
            file.write_text(content)

        with pytest.raises(CommandError, match=words) as refused:
            call_command("trace_export", str(file))
        assert refused.value.returncode == code


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
