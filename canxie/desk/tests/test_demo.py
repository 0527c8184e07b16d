"""The invented county: what it is made of, and that nothing in it is impossible."""

import json
from collections import Counter
from datetime import date
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F

from canxie.duties.contacts.models import ContactAssignment
from canxie.duties.groups.models import Leadership
from canxie.duties.officers.models import OfficeTerm
from canxie.duties.townships.models import Resource, Vacancy
from canxie.duties.visits.models import Encounter, Plan, Visit
from canxie.engine.audit.chain import verify
from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.models import Appointment, Post, User
from canxie.ground.divisions.models import Division
from canxie.ground.registry.models import Certificate, Household, Person, Standing
from canxie.kernel import certificates, identity, pinyin
from canxie.mechanisms.matters.models import Hop, Matter, Step
from tests.architecture.test_matrix import undone

TODAY = date(2026, 11, 24)
EVERY_STEP = [
    *["divisions.invent", "accounts.invent", "registry.invent", "registry.invent_rosters", "registry.invent_rosters"],
    *["visits.invent", "needs.invent", "guidance.invent", "groups.invent"],
    *["associations.invent", "parameters.change", "files.keep", "files.keep"],
    *["officers.invent", *["accounts.end_many"] * 7],
    *["townships.invent", "contacts.invent"],
]
COUNTY = "379900"

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(time_machine, tmp_path):
    time_machine.move_to(f"{TODAY} 08:30:00+08:00")
    return build(tmp_path)


def build(files, people=300, **options):
    out = StringIO()
    call_command("demo", "--yes", "--json", people=people, files=files, stdout=out, **options)
    return json.loads(out.getvalue())["counts"]


def told():
    """Everything about people that is not made anew each time, as a seal is."""
    rows = Person.objects.order_by("id").values_list("id", "name", "born_on", "path", "category", "dibao", "household")
    return [
        [*rows],
        [*Household.objects.order_by("id").values_list("id", "head", "door", "lives_alone")],
        [*Visit.objects.order_by("id").values_list("id", "household", "visited_on", "manner", "findings")],
        [*Plan.objects.order_by("pk").values_list("pk", "tier", "due_on")],
        [*Matter.objects.order_by("id").values_list("id", "household", "state", "words", "due_at")],
        [*Post.objects.order_by("path", "role", "since_at", "user__name").values_list("path", "role", "user__name")],
    ]


def test_as_many_people_as_were_asked_for_and_every_step_says_what_it_made(county):
    assert county["残疾人"] == Person.objects.count() == 300
    assert county["家庭"] == Household.objects.count()
    assert county["村（社区）"] == Division.objects.filter(level=12).count() == 22
    assert county["工作人员"] == User.objects.count()


def test_every_number_is_valid_its_own_and_of_an_area_that_does_not_exist(county):
    people = [*Person.objects.order_by("id")]
    read = [identity.read(person.identifier.clear(), today=TODAY) for person in people]

    assert {one.number[:6] for one in read} == {COUNTY}
    assert len({one.number for one in read}) == 300
    assert [one.born_on for one in read] == [person.born_on for person in people]
    assert [one.sex for one in read] == [{"1": "male", "2": "female"}[person.sex] for person in people]


def test_a_certificate_holds_the_number_of_its_person_and_the_one_in_force_is_the_persons(county):
    for certificate in Certificate.objects.filter(state="active").select_related("person").order_by("id"):
        read = certificates.read(certificate.number.clear(), today=TODAY)
        assert read.identity.number == certificate.person.identifier.clear()
        assert (str(read.category), read.level) == (certificate.person.category, certificate.person.degree)
        assert certificate.expires_on == certificate.person.certified_until


def test_names_are_found_by_how_they_sound(county):
    for person in Person.objects.order_by("id"):
        assert person.name_sort == pinyin.sort_key(person.name)
        assert person.initials == pinyin.initials(person.name)


def test_everybody_lives_where_their_household_stands_and_every_village_is_one(county):
    assert not Person.objects.exclude(path=F("household__path")).exists()
    assert {*Household.objects.values_list("path", flat=True)} <= {*Division.objects.values_list("code", flat=True)}
    assert not Household.objects.annotate(people_=Count("people")).filter(people_=0).exists()


def test_the_village_of_the_pictures_is_there(county):
    village = Division.objects.get(name="槐里村")
    households = Household.objects.filter(path=village.code)
    xiulan = Person.objects.get(path=village.code, name="李秀兰")

    assert households.count() == 36
    assert (xiulan.household.group, xiulan.household.door, xiulan.kind) == ("三组", "17号", "肢体二级")
    assert [one.name for one in xiulan.household.people.order_by("born_on")] == ["李秀兰", "李文博"]
    assert Person.objects.get(name="赵德顺", path=village.code).certified_until == date(2026, 12, 20)


def test_every_post_follows_from_an_appointment_or_a_term_and_few_villages_have_nobody(county):
    sources = {f"accounts.Appointment#{pk}" for pk in Appointment.objects.values_list("pk", flat=True)}
    sources |= {f"officers.OfficeTerm#{pk}" for pk in OfficeTerm.objects.values_list("pk", flat=True)}
    sources |= {f"groups.Leadership#{pk}" for pk in Leadership.objects.values_list("pk", flat=True)}
    held = Post.objects.filter(until_at=None, role="commissioner")

    assert {*Post.objects.values_list("source", flat=True)} <= sources
    hers = held.filter(user__username="commissioner", user__name="周素琴").order_by("path")
    places = Division.objects.filter(code__in=[post.path for post in hers]).order_by("code")
    assert [place.name for place in places] == ["槐里村", "西岭村"]  # one association for both
    assert held.count() >= 15
    assert not held.filter(path=Division.objects.get(name="柳湾村").code).exists()


def test_the_trail_has_one_entry_a_step(county):
    entries = [*AuditEntry.objects.order_by("number").values_list("action", "actor_id")]

    assert {actor for _, actor in entries} == {0}
    assert Counter(name for name, _ in entries) - Counter(EVERY_STEP) == Counter()
    assert Counter(EVERY_STEP) - Counter(name for name, _ in entries) == Counter()
    assert verify() == {}


def test_every_town_has_means_and_whoever_has_no_contact_lives_where_nobody_works(county):
    towns = {*Division.objects.filter(level=9).values_list("code", flat=True)}
    open_ = ContactAssignment.objects.filter(kind="lead", until=None)
    without = {*open_.filter(contact=None).values_list("path", flat=True)}

    assert {*Resource.objects.values_list("path", flat=True)} == towns
    assert open_.count() == county["在册"]
    assert {*Division.objects.filter(name="柳湾村").values_list("code", flat=True)} <= without
    assert without <= {*Vacancy.objects.filter(ended_at=None).values_list("path", flat=True)}
    assert 0 < open_.filter(contact=None).count() < county["在册"] * 0.1


def test_every_household_with_somebody_in_it_is_planned_and_everybody_stands_where_it_says(county):
    inhabited = Household.objects.filter(people__state="living").distinct()

    assert {*Plan.objects.values_list("pk", flat=True)} == {*inhabited.values_list("pk", flat=True)}
    assert Standing.objects.exclude(tier="").count() == county["在册"] == Person.objects.living().count()
    assert not Plan.objects.exclude(path=F("household__path")).exists()
    assert Plan.objects.filter(due_on__lt=TODAY).count() <= Plan.objects.count() * 0.15


def test_visits_were_made_by_those_in_office_then_and_met_people_of_the_household(county):
    visits = Visit.objects.annotate(village=F("household__path"))

    assert county["走访"] == visits.count() > 800
    assert not visits.exclude(path=F("village")).exists()
    assert not visits.filter(visited_on__gt=TODAY).exists()
    assert not Encounter.objects.exclude(person__household=F("visit__household")).exists()
    assert not Encounter.objects.filter(visit__manner="not_met").exists()
    for visit in visits.select_related("visitor").order_by("visited_on", "id")[:200]:
        posts = visit.visitor.posts.filter(path=visit.place, role="commissioner")
        assert any(one.since_at.date() <= visit.visited_on for one in posts.order_by("id"))


def test_the_commissioner_finds_the_days_of_the_pictures(county):
    village = Division.objects.get(name="槐里村").code
    plans = Plan.objects.filter(path=village, due_on__lt=date(2026, 12, 2)).order_by("due_on")

    assert [(plan.household.head, plan.due_on) for plan in plans.select_related("household")] == [
        ("李秀兰", date(2026, 11, 11)),
        ("马志强", date(2026, 11, 22)),
        ("孙立军", date(2026, 11, 24)),
        ("赵德顺", date(2026, 11, 26)),
        ("阿依古丽·买买提", date(2026, 11, 27)),
        ("王桂芬", date(2026, 11, 29)),
    ]
    needs = (
        Matter.objects.filter(kind="need", path=village, closed_at=None)
        .order_by("opened_at")
        .select_related("household")
    )
    assert sorted((one.title, one.household.head, one.state) for one in needs) == [
        ("床边要装扶手", "陈建国", "submitted"),
        ("成人护理垫 2 包", "李秀兰", "delivered"),
        ("轮椅刹车坏了", "马志强", "referred"),
    ]


def test_a_need_stands_where_its_last_step_left_it_and_hops_lead_upwards(county):
    for matter in Matter.objects.filter(kind="need").prefetch_related("steps").order_by("id"):
        steps = sorted(matter.steps.all(), key=lambda step: step.number)
        assert [step.number for step in steps] == [*range(1, matter.version + 1)]
        assert [step.from_state for step in steps[1:]] == [step.to_state for step in steps[:-1]]
        assert steps[-1].to_state == matter.state
        assert matter.closed_at is None or matter.state in {"closed", "not_possible", "withdrawn"}
        assert (
            matter.source == "direct" or Visit.objects.filter(pk=matter.source_id, household=matter.household).exists()
        )
    assert county["需求"] == Matter.objects.filter(kind="need").count() > 25
    assert not Step.objects.filter(at__date__gt=TODAY).exists()
    assert all(hop.from_path.startswith(hop.to_path) for hop in Hop.objects.order_by("id"))


def test_a_task_stands_where_its_last_step_left_it_and_both_lines_give_some(county):
    tasks = Matter.objects.filter(kind="guidance").order_by("id")
    for matter in tasks.prefetch_related("steps").select_related("task"):
        steps = sorted(matter.steps.all(), key=lambda step: step.number)
        assert [step.number for step in steps] == [*range(1, matter.version + 1)]
        assert [step.from_state for step in steps[1:]] == [step.to_state for step in steps[:-1]]
        assert steps[-1].to_state == matter.state
        assert (matter.closed_at is None) == (matter.state not in {"done", "withdrawn"})
        assert matter.task.basis
    assert county["交办的任务"] == tasks.count()
    mine = tasks.filter(path=Division.objects.get(name="槐里村").code, closed_at=None)
    assert {*mine.values_list("category", flat=True)} == {"leadership", "guidance"}


def test_two_messy_lists_lie_ready_to_be_imported(county, tmp_path):
    town = openpyxl.load_workbook(tmp_path / "榆岭镇残疾人名册.xlsx")
    sheet = town["Sheet1"]

    assert town.sheetnames == ["Sheet1", "磨盘", "西岭"]
    assert sheet["A1"].value == "榆岭镇残疾人名册"
    assert [str(one) for one in sheet.merged_cells.ranges if "E3" in one] == ["E3:G3"]
    assert [sheet["E4"].value, sheet["F4"].value, sheet["B3"].value] == ["残疾证号码", "类型", "姓  名"]
    assert sheet.column_dimensions["K"].hidden
    assert (tmp_path / "槐里村在册人员.xlsx").exists()


def test_one_seed_makes_one_county(time_machine, tmp_path):
    time_machine.move_to(f"{TODAY} 08:30:00+08:00")
    first, same, other = [told_of(tmp_path, seed) for seed in (7, 7, 8)]

    assert first == same
    assert first != other


def told_of(files, seed):
    with undone():
        build(files, people=120, seed=seed)
        return told()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--people", "10", "--yes"], "人数要在"),
        (["--seed", "-1", "--yes"], "种子"),
        ([], "不是演示环境"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(options, sentence, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("demo", *options)

    assert refused.value.returncode == 2
    assert not Person.objects.exists()


def test_real_people_are_never_mixed_with_invented_ones(county):
    with pytest.raises(CommandError, match="只编进空库"):
        call_command("demo", "--yes")
