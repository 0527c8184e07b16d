"""An association's life (appendix E): who may, what it wants, from which day, and its villages."""

from datetime import date, timedelta

import pytest

from canxie.duties.associations import counting
from canxie.duties.associations.actions import Wish, allow_wider, move_on, propose
from canxie.duties.associations.actions.lives import NotReady
from canxie.duties.associations.models import Association, Coverage, ProposedVillage
from canxie.duties.associations.published import Finding, coverage_followers, filing_checks
from canxie.duties.associations.reading import covering, villages_of
from canxie.duties.associations.rules import Covered
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.associations.tests.people import NOW, Somebody, chair, county, township
from canxie.duties.associations.tests.places import (
    DAHUAISHU,
    FAR,
    HUAILI,
    LIUWAN,
    MOPAN,
    TODAY,
    TOWN,
    WUTONG,
    province,
)
from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import OutOfScope
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division
from canxie.mechanisms.matters.actions import Said
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.refusals import Incomplete, NotNow, Overtaken, Refused

pytestmark = pytest.mark.django_db

SINCE = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def places():
    province()


@pytest.fixture
def town():
    return township()


@pytest.fixture
def shire():
    return county()


def rows(association):
    found = association.coverages.order_by("since", "path")
    return [(row.path, row.since, row.until, row.host) for row in found]


def active(town, shire, *villages, on=SINCE):
    made = town.prepares(*(villages or (HUAILI,)))
    town.does(made, "file")
    return shire.does(made, "take", on=on)


def test_from_gap_to_active(town, shire):
    made = chair().prepares()
    assert (made.state, made.matter.state, made.township) == ("preparing", "preparing", TOWN)
    assert covering(HUAILI, TODAY) is None

    town.does(made, "file")
    assert counting.covered(TOWN, TODAY) == Covered(4, 0)
    shire.does(made, "take", on=SINCE)

    made.refresh_from_db()
    assert (made.state, made.active_since, made.ended_on) == ("active", SINCE, None)
    assert rows(made) == [(HUAILI, SINCE, None, True)]
    assert counting.covered(TOWN, SINCE) == Covered(4, 1)
    assert counting.covered(TOWN, SINCE - timedelta(days=1)) == Covered(4, 0)
    assert not ProposedVillage.objects.exists()
    told = [*AuditEntry.objects.filter(action__startswith="associations.").order_by("number")]
    assert [one.action for one in told] == ["associations.prepare", "associations.file", "associations.take"]
    assert told[-1].changes["villages"] == [[], [HUAILI]]


def test_the_same_draft_sent_twice_is_stored_once(town):
    first = town.prepares()
    again = town.prepares(id_=first.pk)

    assert (first, Association.objects.count(), Matter.objects.count()) == (again, 1, 1)


class TestWhoMay:
    def test_a_chair_prepares_and_does_not_file(self):
        made = chair().prepares()
        with pytest.raises(OutOfScope):
            chair().does(made, "file")

    def test_a_township_files_and_does_not_take(self, town):
        made = town.prepares()
        town.does(made, "file")
        with pytest.raises(OutOfScope):
            town.does(made, "take", on=SINCE)

    def test_a_county_takes_and_does_not_prepare(self, shire, town):
        with pytest.raises(OutOfScope):
            shire.prepares()
        made = town.prepares()
        with pytest.raises(OutOfScope):
            shire.does(made, "file")

    def test_a_commissioner_only_reads(self, town):
        commissioner = Somebody(Role.COMMISSIONER, HUAILI)
        with pytest.raises(OutOfScope):
            commissioner.prepares()

    def test_another_village_is_not_ones_own(self):
        with pytest.raises(OutOfScope):
            chair(HUAILI).prepares(LIUWAN)


class TestJoint:
    def test_both_villages_turn_green_at_once(self, town, shire):
        made = active(town, shire, HUAILI, DAHUAISHU)

        assert rows(made) == [(HUAILI, SINCE, None, True), (DAHUAISHU, SINCE, None, False)]
        assert counting.covered(TOWN, SINCE) == Covered(4, 2)
        assert all(row.minutes for row in villages_of(made, TODAY))

    def test_minutes_and_neighbours_are_asked_for(self, town):
        made = town.prepares(HUAILI, DAHUAISHU, declared=False, minutes=None)

        with pytest.raises(NotReady) as refused:
            town.does(made, "file")

        assert refused.value.sentences == [
            "槐里村、大槐树村的会议纪要还没有上传。",
            "还没有申明大槐树村和牵头村相邻。",
        ]
        made.refresh_from_db()
        assert (made.state, made.matter.version) == ("preparing", 1)

    def test_one_village_alone_is_not_joint(self, town):
        made = town.prepares(HUAILI, form="joint")
        with pytest.raises(NotReady, match="联合设的残协至少要管两个村，还差一个。"):
            town.does(made, "file")

    def test_several_villages_are_not_one_of_its_own(self, town):
        made = town.prepares(HUAILI, DAHUAISHU, form="own")
        with pytest.raises(NotReady, match="管 2 个村，设置方式要选“和邻村联合设”。"):
            town.does(made, "file")

    def test_villages_of_two_townships_want_the_county(self, town, shire):
        made = town.prepares(HUAILI, WUTONG)
        with pytest.raises(NotReady, match="管的村分在青禾街道、榆岭镇，跨乡镇联合要县残联先同意。"):
            town.does(made, "file")
        with pytest.raises(OutOfScope):
            allow_wider(by=town.scope, association=made, basis="县残联批复")
        with pytest.raises(Incomplete):
            allow_wider(by=shire.scope, association=made, basis=" ")

        allow_wider(by=shire.scope, association=made, basis="示例残函〔2026〕8号")
        town.does(made, "file")

        assert Association.objects.get().state == "filed"

    def test_a_village_of_another_county_is_refused(self, town):
        with pytest.raises(Refused, match="只能和本县的村联合"):
            town.prepares(HUAILI, FAR)
        assert not Association.objects.exists()


class TestCoveredOnce:
    def test_a_covered_village_gets_no_second_association(self, town, shire):
        active(town, shire, HUAILI, DAHUAISHU)

        with pytest.raises(Refused, match="大槐树村已经由槐里村残协在管，一个村同一天只能有一个残协。"):
            town.prepares(DAHUAISHU, name="大槐树村残协")
        assert Association.objects.count() == 1

    def test_a_covered_neighbour_keeps_it_from_being_filed(self, town, shire):
        active(town, shire, HUAILI)
        made = town.prepares(LIUWAN, HUAILI, name="柳湾村残协")

        with pytest.raises(NotReady, match="槐里村现在由槐里村残协在管，一个村只能有一个残协。"):
            town.does(made, "file")

    def test_two_drafts_for_one_village_are_told(self, town):
        town.prepares(HUAILI, DAHUAISHU)
        with pytest.raises(Refused, match="槐里村已经在筹备槐里村残协，请接着那一份办。"):
            town.prepares(HUAILI)
        made = town.prepares(LIUWAN, DAHUAISHU, name="柳湾村残协")
        with pytest.raises(NotReady, match="大槐树村同时在筹备槐里村残协，先定下由谁来管。"):
            town.does(made, "file")

    def test_a_day_on_which_another_still_covered_it_is_refused(self, town, shire):
        first = active(town, shire, on=date(2026, 1, 1))
        shire.does(first, "dissolve", on=date(2026, 6, 1))
        second = town.prepares(HUAILI, name="新槐里村残协")
        town.does(second, "file")

        with pytest.raises(Refused, match="槐里村2026年1月1日到2026年6月1日由槐里村残协在管"):
            shire.does(second, "take", on=date(2026, 5, 31))
        assert rows(second) == []
        shire.does(second, "take", on=date(2026, 6, 1))

        assert counting.over_time(TOWN, [date(2026, 5, 31), date(2026, 6, 1)]) == [Covered(4, 1), Covered(4, 1)]


class TestDays:
    def test_a_day_to_come_is_refused(self, town, shire):
        made = town.prepares()
        town.does(made, "file")
        with pytest.raises(Incomplete, match="日期不能晚于今天。"):
            shire.does(made, "take", on=TODAY + timedelta(days=1))

    def test_a_day_before_there_was_the_village_is_refused(self, town, shire):
        Division.objects.filter(code=HUAILI).update(valid_from=date(2026, 3, 1))
        made = town.prepares()
        town.does(made, "file")
        with pytest.raises(Incomplete, match="槐里村2026年3月1日才有，日期不能早于这一天。"):
            shire.does(made, "take", on=date(2026, 2, 28))

    def test_an_end_before_its_beginning_is_refused(self, town, shire):
        made = active(town, shire)
        with pytest.raises(Incomplete, match="日期不能早于开始管的2026年11月1日。"):
            shire.does(made, "suspend", on=SINCE - timedelta(days=1))
        made.refresh_from_db()
        assert (made.state, rows(made)) == ("active", [(HUAILI, SINCE, None, True)])

    def test_a_step_without_its_day_is_refused(self, town, shire):
        made = town.prepares()
        town.does(made, "file")
        with pytest.raises(Incomplete) as refused:
            shire.does(made, "take")
        assert refused.value.missing == {"on": "请选从哪一天起。"}


class TestSteps:
    def test_filed_back_to_the_township(self, town, shire):
        made = town.prepares()
        town.does(made, "file")
        with pytest.raises(Refused, match="现在是“已报县里，等备案”，管的村不能改"):
            town.proposes(made, HUAILI, DAHUAISHU)
        shire.does(made, "return", text="少一张备案表。")

        town.proposes(made, HUAILI, DAHUAISHU)
        town.does(made, "file")

        made.refresh_from_db()
        assert made.state == "filed"

    def test_a_paper_filing_is_entered_with_its_old_day(self, town, shire):
        made = town.prepares()
        shire.does(made, "record_paper", on=date(2022, 4, 18))

        assert rows(made) == [(HUAILI, date(2022, 4, 18), None, True)]

    def test_an_adjustment_takes_a_village_in_and_lets_one_go(self, town, shire):
        made = active(town, shire, HUAILI, DAHUAISHU)
        town.does(made, "adjust")
        assert counting.covered(TOWN, TODAY) == Covered(4, 2)
        town.proposes(made, HUAILI, LIUWAN)
        shire.does(made, "adjusted", on=TODAY)

        assert rows(made) == [
            (HUAILI, SINCE, None, True),
            (DAHUAISHU, SINCE, TODAY, False),
            (LIUWAN, TODAY, None, False),
        ]

    def test_an_adjustment_can_give_it_another_host(self, town, shire):
        made = active(town, shire, HUAILI, DAHUAISHU)
        town.does(made, "adjust")
        town.proposes(made, DAHUAISHU, HUAILI)
        shire.does(made, "adjusted", on=TODAY)

        made.refresh_from_db()
        assert (made.path, made.place) == (DAHUAISHU, HUAILI)
        assert [(row.path, row.host) for row in villages_of(made, TODAY)] == [(DAHUAISHU, True), (HUAILI, False)]

    def test_suspended_and_restored(self, town, shire):
        made = active(town, shire, HUAILI, DAHUAISHU)
        shire.does(made, "suspend", on=date(2026, 11, 10))
        assert counting.over_time(TOWN, [date(2026, 11, 9), date(2026, 11, 10)]) == [Covered(4, 2), Covered(4, 0)]
        shire.does(made, "restore", on=date(2026, 11, 20))

        assert [(row.path, row.since) for row in villages_of(made, TODAY)] == [
            (HUAILI, date(2026, 11, 20)),
            (DAHUAISHU, date(2026, 11, 20)),
        ]

    def test_one_that_was_suspended_and_whose_village_went_elsewhere_is_not_restored(self, town, shire):
        made = active(town, shire)
        shire.does(made, "suspend", on=date(2026, 11, 10))
        AssociationFactory(path=HUAILI, since=date(2026, 11, 15), name="别的残协")
        with pytest.raises(Refused, match="由别的残协在管"):
            shire.does(made, "restore", on=date(2026, 11, 20))

    def test_merged_into_another_that_takes_its_villages(self, town, shire):
        first, other = active(town, shire, HUAILI), active(town, shire, LIUWAN)
        with pytest.raises(Incomplete, match="请选并入哪个残协。"):
            shire.does(first, "merge", on=TODAY)
        with pytest.raises(Incomplete, match="接续的要是另一个在册运行的残协。"):
            shire.does(first, "merge", on=TODAY, successor=first)

        shire.does(first, "merge", on=TODAY, successor=other)

        first.refresh_from_db()
        assert (first.state, first.ended_on, first.successor) == ("merged", TODAY, other)
        assert [row.path for row in villages_of(other, TODAY)] == [LIUWAN, HUAILI]
        assert covering(HUAILI, TODAY - timedelta(days=1)) == first

    def test_dissolved_leaves_a_gap(self, town, shire):
        made = active(town, shire)
        shire.does(made, "dissolve", on=TODAY)

        made.refresh_from_db()
        assert (made.state, made.ended_on, made.matter.closed_at is not None) == ("dissolved", TODAY, True)
        assert [gap.code for gap in counting.gaps(TOWN, TODAY)] == [DAHUAISHU, LIUWAN, MOPAN, HUAILI]
        with pytest.raises(NotNow):
            shire.does(made, "suspend", on=TODAY)

    def test_one_that_is_dropped_leaves_room(self, town):
        town.does(town.prepares(), "drop")

        assert town.prepares().state == "preparing"


class TestFaults:
    def test_of_two_who_move_it_one_is_told(self, town, shire):
        made = town.prepares()
        stale = Association.objects.select_related("matter").get()
        town.does(made, "file")
        said = Said(evidence="会议纪要")
        with pytest.raises(Overtaken, match="先看看再办"):
            move_on(by=town.scope, association=stale, key="file", said=said, seen=1, at=NOW)

    def test_a_village_that_is_gone_is_refused(self, town):
        Division.objects.filter(code=LIUWAN).update(valid_to=date(2026, 3, 1))
        with pytest.raises(Refused, match="柳湾村2026年3月1日起已经撤掉或者换了代码，不能再设残协"):
            town.prepares(LIUWAN)
        with pytest.raises(Refused, match="没有代码为 379900100999 的村"):
            town.prepares(HUAILI, "379900100999")
        assert not Association.objects.exists()

    def test_an_association_whose_village_is_gone_can_still_end(self, town, shire):
        made = active(town, shire)
        Division.objects.filter(code=HUAILI).update(valid_to=date(2026, 11, 20))
        town.does(made, "adjust")
        with pytest.raises(NotReady, match="槐里村已经撤掉，不能再由残协管。"):
            shire.does(made, "adjusted", on=TODAY)

        shire.does(made, "dissolve", on=date(2026, 11, 20))

        assert rows(made) == [(HUAILI, SINCE, date(2026, 11, 20), True)]

    def test_a_host_outside_its_villages_is_refused(self, town):
        made = town.prepares()
        with pytest.raises(Refused, match="牵头的村要在管的村里面"):
            propose(by=town.scope, association=made, host=HUAILI, villages=[Wish(LIUWAN)], name="", form="own")

    def test_another_rooms_finding_blocks_filing_and_never_saving(self, town, monkeypatch):
        late = Finding("late", "副主席还缺 1 名。", "二（三）", "副主席2至3名", blocks=True)
        monkeypatch.setitem(filing_checks._declared, "officers", lambda association, on: [late])
        made = town.prepares()
        town.proposes(made, HUAILI, DAHUAISHU)

        with pytest.raises(NotReady, match="副主席还缺 1 名。"):
            town.does(made, "file")
        assert set(made.proposed.values_list("path", flat=True)) == {HUAILI, DAHUAISHU}

    def test_who_follows_hears_of_each_move_inside_the_action(self, town, shire, monkeypatch):
        heard = []
        monkeypatch.setitem(
            coverage_followers._declared,
            "officers",
            lambda by, association, at: heard.append((association.state, Coverage.objects.on(TODAY).count())),
        )
        active(town, shire, HUAILI, DAHUAISHU)

        assert heard == [("filed", 0), ("active", 2)]

    def test_what_fails_in_a_follower_leaves_nothing(self, town, shire, monkeypatch):
        made = town.prepares()
        town.does(made, "file")

        def breaks(by, association, at):
            raise ZeroDivisionError

        monkeypatch.setitem(coverage_followers._declared, "officers", breaks)
        with pytest.raises(ZeroDivisionError):
            shire.does(made, "take", on=TODAY)

        made.refresh_from_db()
        assert (made.state, rows(made)) == ("filed", [])
