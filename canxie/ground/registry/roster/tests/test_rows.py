"""What becomes of rows: households, duplicates, changes, and a register that moves meanwhile."""

from datetime import date

import pytest

from canxie.engine.audit.models import AuditEntry
from canxie.engine.files.content import Content
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.engine.sheets.lists import Overtaken
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.powers import Power
from canxie.ground.registry.changes import said
from canxie.ground.registry.choices import CertificateState
from canxie.ground.registry.models import Certificate, Change, DisabilityItem, Guardian, Household, Person, Phone
from canxie.ground.registry.naming import named, phoned
from canxie.ground.registry.roster import outcomes
from canxie.ground.registry.roster.actions import upload
from canxie.ground.registry.roster.models import Choice, Kind, StagedRow
from canxie.ground.registry.roster.reading import look_through
from canxie.ground.registry.roster.writing import prepare, write
from canxie.ground.registry.tests.factories import CertificateFactory, HouseholdFactory, PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
BY = Scope(SYSTEM, {Power.REGISTRY_IMPORT: ("379900001",)})
WANG, LI, ZHAO, SUN = "379900198001010014", "379900196402290046", "379900200002290011", "379900200402290010"


@pytest.fixture(autouse=True)
def places():
    TownshipFactory(code="379900001", name="榆岭镇")
    VillageFactory(code="379900001001", name="槐里村")
    VillageFactory(code="379900001002", name="磨盘村")


def looked_at(head, *rows, by=BY, place="379900001"):
    content = Content("名册.csv", "text/csv", "\r\n".join([head, *rows]).encode())
    roster = upload(by=by, path=place, content=content, today=TODAY)
    look_through(roster, by=by, on=TODAY)
    roster.refresh_from_db()
    return roster


def written(roster, by=BY):
    write(by=by, plan=prepare(roster, by=by, on=TODAY), on=TODAY)
    roster.refresh_from_db()
    return roster


def kinds(roster):
    return [*roster.rows.order_by("id").values_list("kind", flat=True)]


def known(name="李秀兰", number=LI, village="379900001001", **more):
    household = more.pop("household", None) or HouseholdFactory(path=village, head=name, address="", number="")
    born_on = more.pop("born_on", date(1964, 2, 29))
    return PersonFactory(**named(name), number=number, household=household, born_on=born_on, **more)


class TestHouseholds:
    HEAD = "姓名,身份证号,村,户号,户主,户主身份证号,与户主关系,地址"

    def houses(self, *rows):
        written(looked_at(self.HEAD, *rows))
        return {one.name: one.household for one in Person.objects.select_related("household")}

    def test_one_number_is_one_household(self):
        houses = self.houses(
            f"王芳,{WANG},槐里村,7,王大山,,,", f"李兰,{LI},槐里村,7,王大山,,,", f"赵顺,{ZHAO},磨盘村,7,,,,"
        )
        assert houses["王芳"] == houses["李兰"] != houses["赵顺"]
        assert (houses["王芳"].head, houses["王芳"].number) == ("王大山", "7")

    def test_one_heads_number_is_one_household_and_the_head_its_name(self):
        houses = self.houses(f"王芳,{WANG},槐里村,,,{LI},长女,", f"李兰,{LI},槐里村,,,{LI},户主,")
        assert houses["王芳"] == houses["李兰"]
        assert houses["王芳"].head == "李兰"
        relations = dict(Person.objects.values_list("name", "relation"))
        assert relations == {"王芳": "daughter", "李兰": "head"}

    def test_one_address_with_a_door_is_one_household_in_its_village(self):
        houses = self.houses(
            f"王芳,{WANG},槐里村,,,,,三组17号", f"李兰,{LI},槐里村,,,,,３组 17号", f"赵顺,{ZHAO},磨盘村,,,,,三组17号",
            f"孙一,{SUN},槐里村,,,,,槐里村",
        )  # fmt: skip
        assert houses["王芳"] == houses["李兰"]
        assert len({*houses.values()}) == 3

    def test_who_has_none_of_it_is_alone_and_its_head(self):
        houses = self.houses(f"王芳,{WANG},槐里村,,,,,", f"李兰,{LI},槐里村,,,,,")
        assert houses["王芳"] != houses["李兰"]
        assert {*Person.objects.values_list("relation", flat=True)} == {"head"}

    def test_a_household_of_the_register_is_found_by_each_of_them(self):
        old = HouseholdFactory(path="379900001001", number="7", address="槐里村三组17号")
        known(household=old)
        houses = self.houses(
            f"王芳,{WANG},槐里村,7,,,,", f"赵顺,{ZHAO},槐里村,,,,,槐里村3组17号", f"孙一,{SUN},槐里村,,,{LI},,"
        )
        assert {*houses.values()} == {old}
        assert Household.objects.count() == 1


class TestDuplicates:
    HEAD = "姓名,身份证号,村,出生日期,电话"

    def test_a_number_twice_in_the_file(self):
        roster = looked_at(self.HEAD, f"王芳,{WANG},槐里村,,13800000001", f"王方,{WANG},槐里村,,13800000002")
        assert kinds(roster) == [Kind.NEW, Kind.DUPLICATE]

        written(roster)

        assert [one.name for one in Person.objects.all()] == ["王芳"]
        assert outcomes.marks(roster)["名册"][3] == "没有写：文件里第 2 行也是这个证号"

    def test_of_two_rows_the_other_one(self):
        roster = looked_at(self.HEAD, f"王芳,{WANG},槐里村,,13800000001", f"王方,{WANG},槐里村,,13800000002")
        StagedRow.objects.filter(kind=Kind.DUPLICATE).update(choice=Choice.INSTEAD)

        written(roster)

        assert [one.name for one in Person.objects.all()] == ["王方"]
        assert outcomes.marks(roster)["名册"] == {1: "结果", 2: "没有写：用了文件里的另一行", 3: "已新增"}

    def test_three_rows_of_one_number_become_one_person_whatever_is_chosen(self):
        roster = looked_at(self.HEAD, *[f"王{name},{WANG},槐里村,," for name in "芳方房"])
        StagedRow.objects.filter(kind=Kind.DUPLICATE).update(choice=Choice.INSTEAD)
        written(roster)
        assert [one.name for one in Person.objects.all()] == ["王房"]

    def test_somebody_of_another_village(self):
        known(village="379900001002")
        roster = looked_at(self.HEAD, f"李秀兰,{LI},槐里村,,")
        assert kinds(roster) == [Kind.DUPLICATE]
        assert "名册里在磨盘村" in StagedRow.objects.get().said.clear()

    def test_somebody_who_has_died_stays_dead(self):
        person = known(state="deceased")
        roster = written(looked_at(self.HEAD, f"李秀兰,{LI},槐里村,,13800000001"))
        person.refresh_from_db()
        assert (kinds(roster), person.state, Phone.objects.count()) == ([Kind.DUPLICATE], "deceased", 0)

    def test_the_same_name_and_birth_date_without_a_number(self):
        known()
        assert kinds(looked_at(self.HEAD, "李秀兰,,槐里村,1964.2.29,", "李秀兰,,槐里村,1964.3.1,")) == [
            Kind.DUPLICATE,
            Kind.NEW,
        ]

    def test_one_digit_off(self):
        known(name="张国安", number="379900199001010019", born_on=date(1990, 1, 1))
        roster = looked_at(self.HEAD, "张国安,379900199001010035,磨盘村,,")
        assert "同名、同生日、身份证号差 1 位" in StagedRow.objects.get().said.clear()
        assert kinds(roster) == [Kind.DUPLICATE]

    def test_two_people_of_one_name_with_numbers_of_their_own(self):
        known(name="王芳", number=LI)
        assert kinds(looked_at(self.HEAD, f"王芳,{WANG},槐里村,,")) == [Kind.NEW]


class TestChanges:
    HEAD = "姓名,身份证号,残疾人证号,电话,村,监护人,监护人电话,低保,有效期至,地址"

    def test_a_blank_cell_takes_nothing_away(self):
        person = known(dibao=True)
        PhoneFactory(person=person)
        assert kinds(looked_at(self.HEAD, f"李秀兰,{LI},,,槐里村,,,,,")) == [Kind.SAME]

    def test_every_field_is_written_and_the_old_value_kept(self):
        person = known(dibao=False)
        old = CertificateFactory(person=person)
        PhoneFactory(person=person, digits="13800000017")
        Phone.objects.update(number_index=phoned("13800000017")["number_index"])
        row = f"李秀蘭,{LI},{LI}11,13800000058,槐里村,李强,13900000001,是,2035-06-01,槐里村三组9号"

        roster = written(looked_at(self.HEAD, row))

        person.refresh_from_db()
        assert (person.name, person.category, person.degree, person.dibao) == ("李秀蘭", "1", 1, True)
        assert person.certified_until == date(2035, 6, 1)
        old.refresh_from_db()
        assert (old.state, old.ended_on) == (CertificateState.REPLACED, TODAY)
        new = Certificate.objects.get(person=person, state=CertificateState.ACTIVE)
        assert (new.number.clear(), new.expires_on) == (f"{LI}11", date(2035, 6, 1))
        assert [(one.category, one.degree) for one in DisabilityItem.objects.filter(person=person)] == [("1", 1)]
        phones = {one.number.clear(): (one.main, one.ended_on) for one in Phone.objects.all()}
        assert phones == {"13800000017": (False, TODAY), "13800000058": (True, None)}
        assert Guardian.objects.get(person=person).phone.clear() == "13900000001"
        household = Household.objects.get()
        assert household.address == "槐里村三组9号"
        change = Change.objects.get()
        assert (change.source, change.batch) == ("import", roster.pk)
        assert said(change)["phone"] == ("13800000017", "13800000058")
        assert said(change)["name"] == ("李秀兰", "李秀蘭")
        entry = AuditEntry.objects.get(action="registry.import.write")
        assert {name: entry.changes[name] for name in ("new", "changed")} == {"new": 0, "changed": 1}
        assert LI not in str(entry.changes)

    def test_a_second_phone_stands_beside_the_one_that_the_file_names_too(self):
        person = known()
        PhoneFactory(person=person, digits="13800000017")
        Phone.objects.update(number_index=phoned("13800000017")["number_index"])
        written(looked_at(self.HEAD, f"李秀兰,{LI},,13800000017/13800000058,槐里村,,,,,"))
        phones = {one.number.clear(): (one.main, one.ended_on) for one in Phone.objects.all()}
        assert phones == {"13800000017": (True, None), "13800000058": (False, None)}


class TestMeanwhile:
    HEAD = "姓名,身份证号,村,电话"

    def test_somebody_was_entered_by_hand(self):
        roster = looked_at(self.HEAD, f"王芳,{WANG},槐里村,", f"李秀兰,{LI},槐里村,")
        known()
        with pytest.raises(Overtaken):
            written(roster)
        assert Person.objects.count() == 1

    def test_somebody_was_changed_otherwise(self):
        person = known(name="李秀兰")
        roster = looked_at(self.HEAD, f"李秀蘭,{LI},槐里村,")
        Person.objects.filter(pk=person.pk).update(name="李秀")
        with pytest.raises(Overtaken):
            written(roster)

    def test_the_village_is_no_longer_there(self):
        roster = looked_at(self.HEAD, f"王芳,{WANG},槐里村,")
        plan = prepare(roster, by=BY, on=TODAY)
        VillageFactory._meta.model.objects.filter(code="379900001001").update(valid_to=TODAY)
        with pytest.raises(Overtaken):
            write(by=BY, plan=plan, on=TODAY)

    def test_nothing_is_written_twice(self):
        roster = written(looked_at(self.HEAD, f"王芳,{WANG},槐里村,"))
        with pytest.raises(Overtaken):
            written(roster)


class TestDisagreement:
    """A row that says two things of one person."""

    HEAD = "姓名,身份证号,残疾人证号,性别,类别,等级,村"

    @pytest.mark.parametrize(
        ("row", "kind", "reason"),
        [
            (f"王芳,{WANG},{LI}43,男,,,槐里村", Kind.REFUSED, "残疾人证号里的身份证号和 B2 不一样。"),
            (f"王芳,{WANG},,女,,,槐里村", Kind.NEW, "性别写的是女，身份证号里是男，按身份证号收。"),
            (
                f"王芳,{WANG},{WANG}43,男,视力,三级,槐里村",
                Kind.NEW,
                "残疾类别写的是视力，残疾人证号里是肢体，按证号收。",
            ),
            (f"王芳,{WANG},{WANG}43,男,肢体,二,槐里村", Kind.NEW, "残疾等级写的是二级，残疾人证号里是三级，按证号收。"),
            (
                f"王芳,{WANG},,男,一般,二,槐里村",
                Kind.REFUSED,
                "残疾类别“一般”看不懂。写视力、听力、言语、肢体、智力、精神或多重。",
            ),
            (",,,,肢体,二,槐里村", Kind.REFUSED, "没有姓名。"),
            (
                "王芳,,,男,肢体,二,槐里村",
                Kind.REFUSED,
                "没有身份证号、残疾人证号，也没有出生日期，认不出是谁。补上一项。",
            ),
            (f"王芳,{WANG},,男,肢体,二,", Kind.REFUSED, "没有写是哪个村。补上村名。"),
        ],
    )
    def test_is_told(self, row, kind, reason):
        roster = looked_at(self.HEAD, row)
        assert kinds(roster) == [kind]
        assert reason in StagedRow.objects.get().said.clear()

    def test_a_certificate_alone_tells_the_number(self):
        written(looked_at(self.HEAD, f"王芳,,{WANG}43,,,,槐里村"))
        person = Person.objects.get()
        assert (person.identifier.clear(), person.sex, person.category) == (WANG, "1", "4")

    def test_several_items_are_a_multiple(self):
        written(looked_at("姓名,身份证号,残疾类别等级,村", f"王芳,{WANG},肢体二级、听力三级,槐里村"))
        person = Person.objects.get()
        assert (person.category, person.degree) == ("7", 2)
        assert {*DisabilityItem.objects.values_list("category", "degree")} == {("4", 2), ("2", 3)}
