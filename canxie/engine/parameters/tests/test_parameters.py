"""A figure comes from the nearest place above that has set it, in the version of the day."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.actions import CHANGE, Overtaken, PastDay, Setting, change, latest
from canxie.engine.parameters.declarations import declared
from canxie.engine.parameters.kinds import Day, One, Percent, Several, Text, Whole, Wholes, Words, YesNo
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.parameters.reading import Value, by_path, parameter, settled
from canxie.engine.scoping.memory import remembering
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.powers import Power
from tests.threads import at_once

A = "visit.interval.tier_a"
FILES = [file for ending in ("py", "yaml") for file in (settings.BASE_DIR / "canxie").rglob(f"*.{ending}")]
CODE = "\n".join(
    file.read_text()
    for file in FILES
    if "tests" not in file.parts and file.name != "parameters.py" and file.parts[-2:] != ("parameters", "reading.py")
)
HERE, TOWNSHIP, COUNTY = "379900001001", "379900001", "379900"
NEW_YEAR, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)
CLERK = Scope(user_id=7, grants={CHANGE: (COUNTY,)})


def sets(place, value, valid_from=MARCH, key=A, seen=None):
    seen = latest(key, place) if seen is None else seen
    return change(by=CLERK, setting=Setting(key, place, value, valid_from, "试行"), seen=seen, today=NEW_YEAR)


def test_the_power_it_takes_is_the_one_on_the_list():
    assert CHANGE == Power.PARAMETERS_CHANGE


@pytest.mark.django_db
class TestReading:
    def test_what_nobody_has_set_is_the_default_and_says_so(self):
        value = parameter(A, HERE, on=MARCH)

        assert (value.value, value.version, value.path, value.since) == (30, 0, "", None)
        assert (str(value), value.told("全国")) == ("30 天", "默认值，地方没有改过")

    def test_the_nearest_place_above_decides(self):
        sets(COUNTY, 45)
        sets(TOWNSHIP, 20)

        read = {path: parameter(A, path, on=MARCH).value for path in (HERE, TOWNSHIP, "379900002003", COUNTY, "3799")}
        assert read == {HERE: 20, TOWNSHIP: 20, "379900002003": 45, COUNTY: 45, "3799": 30}

    def test_a_code_that_only_begins_alike_is_not_above(self):
        ParameterValue.objects.create(
            key=A, place="379900001", version=1, value=20, valid_from=MARCH, reason="试行", set_by=7
        )

        assert parameter(A, "379900010001", on=MARCH).value == 30

    def test_each_day_has_its_version(self):
        sets(COUNTY, 45, MARCH)
        sets(COUNTY, 60, MAY)
        sets(COUNTY, 50, MARCH)

        read = [parameter(A, HERE, on=day) for day in (date(2026, 2, 28), MARCH, date(2026, 4, 30), MAY)]
        assert [(value.value, value.version) for value in read] == [(30, 0), (50, 3), (50, 3), (60, 2)]
        assert read[1].told("示例县") == "示例县参数第 3 版，2026年3月1日起"
        assert read[1].path == COUNTY

    def test_a_key_that_nobody_declared_is_an_error(self):
        with pytest.raises(KeyError):
            parameter("visit.interval.tier_d", HERE, on=MARCH)

    def test_many_paths_take_one_query(self, django_assert_num_queries):
        sets(COUNTY, 45)
        sets(TOWNSHIP, 20)
        paths = [f"379900{township:03d}{village:03d}" for township in (1, 2) for village in range(1, 301)]

        with django_assert_num_queries(1):
            read = by_path(A, [*paths, "380000001001"], on=MARCH)

        assert {path: value.value for path, value in read.items()} == (
            dict.fromkeys(paths[:300], 20) | dict.fromkeys(paths[300:], 45) | {"380000001001": 30}
        )

    def test_names_the_places_that_have_set_it(self):
        sets(COUNTY, 45)
        sets(TOWNSHIP, 20, MAY)

        assert {place: value.value for place, value in settled(A, on=MARCH).items()} == {"": 30, COUNTY: 45}

    def test_is_asked_once_a_request_and_again_after_a_change(self, django_assert_num_queries):
        with remembering():
            with django_assert_num_queries(1):
                assert [parameter(key, HERE, on=MARCH).value for key in (A, "need.ack_days")] == [30, 3]
            sets(COUNTY, 45)
            assert parameter(A, HERE, on=MARCH).value == 45
        with django_assert_num_queries(2):
            parameter(A, HERE, on=MARCH)
            parameter(A, HERE, on=MARCH)

    def test_lists_and_days_come_back_as_they_were_set(self, monkeypatch):
        sets(COUNTY, ["元旦", "古尔邦节"], key="visit.festival_days")
        sets(COUNTY, [6, 1], key="cert.renew_notice")
        sets(COUNTY, ["C", "B"], key="visit.resets.phone")

        read = [parameter(key, HERE, on=MARCH) for key in ("visit.festival_days", "cert.renew_notice")]
        assert [value.value for value in read] == [("元旦", "古尔邦节"), (6, 1)]
        assert [*map(str, read)] == ["元旦、古尔邦节", "6、1 个月"]
        assert parameter("visit.resets.phone", HERE, on=MARCH).value == ("B", "C")


@pytest.mark.django_db
class TestChange:
    def test_leaves_a_line_with_both_values_and_the_reason(self):
        sets(COUNTY, 45)

        entry = AuditEntry.objects.get()
        assert (entry.action, entry.actor_id, entry.place) == ("parameters.change", 7, COUNTY)
        assert entry.changes == {
            "key": A,
            "version": 1,
            "value": [30, 45],
            "valid_from": "2026-03-01",
            "reason": "试行",
        }

    def test_is_undone_by_setting_again(self):
        for value in (45, 30):
            sets(COUNTY, value)

        value = parameter(A, HERE, on=MARCH)
        assert (value.value, value.version) == (30, 2)

    @pytest.mark.parametrize("place", ["379901", "3799", ""])
    def test_reaches_no_further_than_the_power(self, place):
        with pytest.raises(OutOfScope):
            sets(place, 45)

        assert not ParameterValue.objects.exists()

    def test_refuses_a_day_that_is_over(self):
        with pytest.raises(PastDay):
            sets(COUNTY, 45, date(2025, 12, 31))

        assert not ParameterValue.objects.exists()

    def test_who_saw_an_older_version_is_told_and_changes_nothing(self):
        sets(COUNTY, 45)

        with pytest.raises(Overtaken):
            sets(COUNTY, 50, seen=0)

        assert [row.value for row in ParameterValue.objects.all()] == [45]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_overtaken():
    for _ in range(10):
        seen = latest(A, COUNTY)

        def sets_it(value, seen=seen):
            try:
                sets(COUNTY, value, seen=seen)
            except Overtaken:
                return None
            return value

        answers = at_once(lambda: sets_it(45), lambda: sets_it(60))
        assert answers.count(None) == 1
        assert parameter(A, HERE, on=MARCH).value in answers
    assert latest(A, COUNTY) == 10


class TestDeclarations:
    def test_what_appendix_d_gives_is_what_we_ship(self):
        shipped = {key: str(Value(key, parameter.default)) for key, parameter in declared.items()}

        assert shipped.items() >= {
            ("visit.interval.tier_a", "30 天"),
            ("visit.interval.tier_b", "90 天"),
            ("visit.interval.tier_c", "180 天"),
            ("visit.festival_days", "元旦、春节、全国助残日、国际残疾人日"),
            ("visit.sample_check_rate", "5%"),
            ("need.ack_days", "3 个工作日"),
            ("need.urgent_ack", "2 小时"),
            ("need.close_days.goods", "15 天"),
            ("need.close_days.service", "30 天"),
            ("need.close_days.retrofit", "180 天"),
            ("cert.renew_notice", "12、6、3、1 个月"),
            ("cert.move_notice", "60、120、150 天"),
            ("file.review_months", "6 个月"),
            ("audit.retention_months", "36 个月"),
            ("visit.resets.at_home", "A 类、B 类、C 类"),
            ("visit.resets.outside", "B 类、C 类"),
            ("visit.resets.phone", "都不"),
            ("contact.silent_days", "90 天"),
            ("clear.fresh_days", "180 天"),
            ("import.keep_days", "30 天"),
            ("session.idle_minutes", "30 分钟"),
        }

    @pytest.mark.parametrize("key", [*declared])
    def test_a_default_is_a_value_of_its_kind_and_says_where_it_comes_from(self, key):
        declaration = declared[key]
        kind, default = declaration.kind, declaration.default

        assert kind.read(kind.keep(kind.field().clean(kind.fill(default)))) == default
        assert declaration.clause
        assert declaration.group


@pytest.mark.parametrize(
    ("kind", "typed", "read", "shown"),
    [
        (Whole("天"), "45", 45, "45 天"),
        (Percent(), "7", 7, "7%"),
        (Text(), "县残联", "县残联", "县残联"),
        (YesNo(), "0", False, "否"),
        (YesNo(), "1", True, "是"),
        (Day(), "2026-03-01", date(2026, 3, 1), "2026年3月1日"),
        (One((("hu", "户籍"), ("ju", "常住"))), "ju", "ju", "常住"),
        (Several((("A", "A 类"), ("B", "B 类"))), ["B", "A"], ("A", "B"), "A 类、B 类"),
        (Several((("A", "A 类"), ("B", "B 类"))), [], (), "都不"),
        (Words(), "元旦，春节 元旦", ("元旦", "春节"), "元旦、春节"),
        (Wholes("个月"), "12、6,3", (12, 6, 3), "12、6、3 个月"),
    ],
)
def test_what_is_typed_is_kept_read_and_shown(kind, typed, read, shown):
    kept = kind.keep(kind.field().clean(typed))

    assert kind.read(kept) == read
    assert kind.show(read) == shown
    assert kind.read(kind.keep(kind.field().clean(kind.fill(read)))) == read


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (Whole("天", at_least=1), "0", "不能小于 1 天。"),
        (Whole("天", at_most=9), "10", "不能大于 9 天。"),
        (Whole("天"), "三十", "这里要填整数。"),
        (Whole("天"), "", "请填一个数。"),
        (Percent(), "101", "不能大于 100 %。"),
        (Wholes("天"), "6、半年", "只写整数，中间用顿号隔开，例如 12、6、3。"),
        (Wholes("天"), " ", "请至少写一个数。"),
        (YesNo(), "", "请选一个。"),
        (Day(), "2026-02-30", "日期没有看懂。"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(kind, typed, said):
    with pytest.raises(ValidationError) as refused:
        kind.field().clean(typed)

    assert refused.value.messages == [said]


@pytest.mark.parametrize("key", [*declared])
def test_the_screen_offers_what_is_read_somewhere_and_nothing_else(key):
    """A key stands in the code as it is, or with its end left open: `f"visit.resets.{manner}"`."""
    as_it_is = re.search(rf"(?<![\w.]){re.escape(key)}(?![\w.])", CODE)
    left_open = any(f"{key[:end]}{{" in CODE for end in range(key.index(".") + 1, len(key)))

    assert bool(as_it_is or left_open) == declared[key].used
