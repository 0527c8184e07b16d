"""Clause 二(三), sentence by sentence, with the figures as the clause has them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canxie.duties.officers.choices import Position
from canxie.duties.officers.rules import Asked, Bounds, Seat, Span, composition, pool, vacant_since

HERE, BESIDE = "379900001001", "379900001002"
VILLAGES = {HERE: "槐里村", BESIDE: "大槐树村"}
KINDS = {"4": "肢体", "6": "精神"}
ASKED = Asked(
    bounds={Position.CHAIR: Bounds(1, 1), Position.VICE_CHAIR: Bounds(2, 3), Position.MEMBER: Bounds(3, 5)},
    commissioners=1,
    vice_chair_classes=frozenset({"person", "relative_friend", "benefactor"}),
    voice_from=5,
    classes=4,
)


def seat(name, position, classes=("volunteer",), home=HERE, **more):
    return Seat(name, position, classes=frozenset(classes), home=home, **more)


def whole():
    """Seats against which nothing can be said: 1 + 2 + 3, as the smallest that the clause allows."""
    return [
        seat("刘长河", Position.CHAIR, ["two_committee_member"]),
        seat("陈建国", Position.VICE_CHAIR, ["person"], speaks_for=frozenset("4")),
        seat("何玉珍", Position.VICE_CHAIR, ["relative_friend"], speaks_for=frozenset("6")),
        seat("周素琴", Position.MEMBER, ["person"], commissioner=True),
        seat("张万林", Position.MEMBER, ["village_doctor"]),
        seat("董海燕", Position.MEMBER, home=BESIDE),
    ]


def said(seats, living=None):
    return [(one.tone, one.sentence) for one in composition(seats, ASKED, VILLAGES, living or {}, KINDS)]


def test_whole_seats_are_found_to_be_so():
    assert said(whole(), {"4": 20, "6": 9}) == [
        ("good", "主席 1 名，是村“两委”成员"),
        ("good", "副主席 2 名，都是残疾人及亲友或者扶残助残人士"),
        ("good", "委员 3 名，都住在管的村里"),
        ("good", "有 1 名专职委员，是委员"),
    ]


@pytest.mark.parametrize(
    ("seats", "sentence"),
    [
        (whole()[1:], "主席还缺 1 名"),
        ([*whole(), seat("王二", Position.CHAIR)], "主席多了 1 名，最多 1 名"),
        ([*whole()[:1], *whole()[2:]], "副主席还缺 1 名"),
        ([*whole(), *[seat("王二", Position.VICE_CHAIR, ["person"])] * 2], "副主席多了 1 名，最多 3 名"),
        (
            [*whole(), seat("王二", Position.VICE_CHAIR, ["grid_worker"])],
            "副主席王二不是残疾人及亲友，也不是扶残助残人士",
        ),
        (whole()[:5], "委员还缺 1 名"),
        ([*whole(), *[seat("王二", Position.MEMBER)] * 3], "委员多了 1 名，最多 5 名"),
        ([*whole(), seat("王二", Position.MEMBER, home="379900001003")], "委员王二不住在管的村里"),
        ([*whole(), seat("王二", Position.MEMBER, home="")], "委员王二不住在管的村里"),
        ([one for one in whole() if not one.commissioner] + [seat("王二", Position.MEMBER)], "专职委员还缺 1 名"),
        ([*whole(), seat("王二", Position.VICE_CHAIR, ["person"], commissioner=True)], "专职委员王二不是委员"),
        ([*whole(), seat("王二", Position.MEMBER, gone="去世")], "王二在名册里已记去世，先办离任"),
    ],
)
def test_what_is_not_met_stands_first_and_keeps_it_from_being_filed(seats, sentence):
    found = composition(seats, ASKED, VILLAGES, {}, KINDS)

    assert (found[0].tone, found[0].sentence, found[0].blocks) == ("late", sentence, True)
    assert sum(one.blocks for one in found) == 1


@pytest.mark.parametrize(
    ("seats", "living", "sentence"),
    [
        ([seat("刘长河", Position.CHAIR, ["villager_group_leader"]), *whole()[1:]], {}, "主席 1 名，不是村“两委”成员"),
        (
            [*whole()[:2], seat("何玉珍", Position.VICE_CHAIR, ["person"]), *whole()[3:]],
            {"6": 5},
            "精神残疾人一方没有代表",
        ),
        ([*whole()[:5], seat("董海燕", Position.MEMBER)], {}, "班子里没有大槐树村的人，也没有住在那里的小组长"),
    ],
)
def test_a_hint_never_keeps_it_from_being_filed(seats, living, sentence):
    found = composition(seats, ASKED, VILLAGES, living, KINDS)

    assert (found[0].tone, found[0].sentence) == ("soon", sentence)
    assert not any(one.blocks for one in found)


def test_a_group_leader_speaks_for_a_village_as_an_office_holder_does():
    """2.2.3: each village has at least one office-holder or group leader."""
    seats = [*whole()[:5], seat("董海燕", Position.MEMBER)]

    found = composition(seats, ASKED, VILLAGES, {}, KINDS, {BESIDE})

    assert [one.sentence for one in found if "班子里没有" in one.sentence] == []


def test_a_few_people_want_no_voice_of_their_own():
    assert ("soon", "精神残疾人一方没有代表") not in said(whole()[:2] + whole()[3:], {"6": 4})


def test_each_finding_quotes_its_own_sentence_of_the_clause():
    quotes = {one.sentence[:2]: one.quote for one in composition(whole(), ASKED, VILLAGES, {}, KINDS)}

    assert quotes["主席"].startswith("一般设主席1名")
    assert quotes["副主"].startswith("副主席2至3名")
    assert quotes["委员"].startswith("委员3至5名")
    assert quotes["有 "].startswith("委员中至少明确1名为专职委员")


def test_the_classes_of_a_pool_are_counted_as_the_clause_has_them():
    """残疾人 and 亲友 are one of the ten."""
    four = [["person"], ["relative_friend", "volunteer"], ["grid_worker"], ["village_doctor"]]

    assert (pool(four, ASKED).tone, pool(four, ASKED).sentence) == ("good", "参与人员来自 4 类人")
    assert pool(four[:3], ASKED).sentence == "参与人员只来自 3 类人，建议至少 4 类"
    assert not pool([], ASKED).blocks


# --- the clock of a vacancy

START = datetime(2026, 1, 1, tzinfo=UTC)


def hours(since, until):
    return Span(START + timedelta(hours=since), None if until is None else START + timedelta(hours=until))


@pytest.mark.parametrize(
    ("spans", "least", "vacant"),
    [
        ([], 1, 0),
        ([hours(0, None)], 1, None),
        ([hours(0, 5)], 1, 5),
        ([hours(0, 5), hours(5, 8)], 1, 8),
        ([hours(0, 5), hours(7, 8)], 1, 8),
        ([hours(0, 5), hours(0, None)], 2, 5),
        ([hours(0, 5), hours(0, 7), hours(5, None)], 2, 7),
        ([hours(3, 3)], 1, 0),
        ([hours(12, None)], 1, 0),
        ([hours(-5, 4)], 1, 4),
    ],
)
def test_a_vacancy_runs_from_the_second_in_which_the_last_needed_term_ended(spans, least, vacant):
    since = vacant_since(spans, least, START, START + timedelta(hours=10))

    assert since == (None if vacant is None else START + timedelta(hours=vacant))


@given(
    st.lists(st.tuples(st.integers(-5, 20), st.none() | st.integers(1, 12)), max_size=6),
    st.integers(1, 3),
    st.integers(1, 20),
)
def test_a_vacancy_agrees_with_looking_at_every_hour(drawn, least, now):
    """Independently: walk back from now, hour by hour, while too few sat in that hour."""
    spans = [hours(since, None if length is None else since + length) for since, length in drawn]
    taken = {
        hour: sum(since <= hour and (length is None or hour < since + length) for since, length in drawn)
        for hour in range(now + 1)
    }
    expected = None
    for hour in range(now, -1, -1):
        if taken[hour] >= least:
            break
        expected = hour
    found = vacant_since(spans, least, START, START + timedelta(hours=now))

    assert found == (None if expected is None else START + timedelta(hours=expected))
