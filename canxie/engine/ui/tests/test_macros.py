"""What the pictures of the gallery do not show: what macros make of the values they are given."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines


def draw(text, **context):
    return re.sub(r">\s+", ">", re.sub(r"\s+", " ", engines["jinja2"].from_string(text).render(context)))


class TestTable:
    COLUMNS = '["村", col("逾期", "r", href="?sort=late", sort="descending"), col("操作", hidden=True)]'

    def test_cells_carry_their_heading_and_their_kind(self):
        drawn = draw("{{ ui.table('各村', columns, [['柳湾村', 9]]) }}", columns=["村", "逾期"])

        assert '<th role="rowheader" scope="row">柳湾村</th>' in drawn
        assert '<span class="table__l">逾期</span><div class="table__v">9</div>' in drawn

    def test_columns_sort_and_may_be_heard_only(self):
        drawn = draw("{{ ui.table('各村', " + self.COLUMNS + ", [['柳湾村', 0, '']], foot=['全镇', 15, '']) }}")

        assert 'class="r" aria-sort="descending"' in drawn
        assert '<a href="?sort=late">逾期<span aria-hidden="true">▼</span></a>' in drawn
        assert '<span class="vh">操作</span>' in drawn
        assert '<td role="cell" class="r"><span class="table__l">逾期</span><div class="table__v">0</div>' in drawn
        assert drawn.count('class=" is-empty"') == 2
        assert "<tfoot" in drawn

    def test_what_people_wrote_is_no_markup(self):
        assert "&lt;b&gt;" in draw("{{ ui.table('x', ['a'], [['<b>']]) }}")


class TestWhy:
    def test_unknown_is_neither_yes_nor_no(self):
        drawn = draw("{{ ui.why('为什么', [(True, '独居'), (False, '持证'), (none, '有人照料')], '第 3 版') }}")

        assert re.findall(r'class="vh">(\w+)：</span>(\w+)', drawn) == [
            ("符合", "独居"),
            ("不符合", "持证"),
            ("还不知道", "有人照料"),
        ]
        assert "第 3 版" in drawn


class TestErrors:
    class Form(forms.Form):
        key = forms.CharField(label="编号", widget=forms.HiddenInput)
        name = forms.CharField(label="姓名")

    def test_those_of_several_forms_are_counted_together(self):
        drawn = draw(
            "{{ ui.error_summary(forms, title='还没保存') }}", forms=[self.Form({}), self.Form({}, prefix="b")]
        )

        assert "还没保存，有 4 处要改" in drawn
        assert re.findall(r'href="#([\w-]+)"', drawn) == ["id_name", "id_b-name"]

    def test_nothing_wrong_is_nothing_drawn(self):
        assert draw("{{ ui.error_summary(form) }}", form=self.Form({"key": "1", "name": "李"})).strip() == ""


def test_no_data_is_never_0():
    assert "没有数据" in draw("{{ ui.figure('回访满意', none) }}")
    assert "没有数据" not in draw("{{ ui.figure('逾期', 0, '户') }}")


def test_a_list_without_a_fact_says_so():
    assert draw("{{ ui.facts([('监护人', none), ('人数', 0)]) }}").count("没有") == 1


def test_a_number_is_revealed_by_a_button_that_is_no_form_of_its_own():
    drawn = draw("{{ ui.reveal('/people/1/reveal/', '赵德顺的身份证号', 'field', 'identifier') }}")

    assert 'form="alone" formaction="/people/1/reveal/"' in drawn
    assert 'name="field" value="identifier"' in drawn
    assert '<span class="vh">：赵德顺的身份证号</span>' in drawn


def test_a_list_that_narrows_at_once_works_without_scripts_too():
    drawn = draw("{% call ui.filters('/people/', target='people', status='how-many') %}{% endcall %}")

    assert 'method="get" action="/people/"' in drawn
    assert 'hx-get="/people/"' in drawn
    assert 'hx-target="#people"' in drawn
    assert 'hx-select-oob="#how-many:innerHTML"' in drawn
    assert '<button type="submit"' in drawn


def test_a_list_of_one_page_has_no_pager():
    assert draw("{{ ui.pager() }}").strip() == ""
    assert "上一页" not in draw("{{ ui.pager(after='?after=1') }}")


def test_a_moment_may_say_when_in_words():
    said = SimpleNamespace(on=date(2026, 10, 12), when="今天 8:12", title="看了本页")

    assert '<time datetime="2026-10-12">今天 8:12</time>' in draw("{{ ui.timeline([said]) }}", said=said)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 24, 0, 12, tzinfo=UTC), "今天 8:12"),
        (datetime(2026, 11, 18, 7, 5, tzinfo=UTC), "11月18日 15:05"),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), "2026年1月1日 0:00"),
        (datetime(2024, 3, 1, 0, 0, tzinfo=UTC), "2024年3月1日 8:00"),
    ],
)
def test_minutes_are_those_of_the_clock_on_the_wall(at, words):
    today = date(2026, 11, 24) if words != "2026年1月1日 0:00" else date(2027, 1, 1)

    assert draw("{{ at | minute(today) }}", at=at, today=today) == words
