"""Criteria once more, slowly and over plain dicts: what the compiled and the judged trees are held against.

Nothing here is taken from the code under test. A tree is the YAML that a reviewer writes, a
person a dict of what the tables hold; a person's `home` is a dict too, with its `people`.
"""


def year_older(born_on, years, on):
    """Whether someone is at least so many years old: the birthday of 29 February is 1 March in other years."""
    year = born_on.year + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    month, day = (3, 1) if (born_on.month, born_on.day) == (2, 29) and not leap else (born_on.month, born_on.day)
    return (on.year, on.month, on.day) >= (year, month, day)


def years(born_on, on):
    if born_on > on:
        return -1
    count = 0
    while year_older(born_on, count + 1, on):
        count += 1
    return count


def has_certificate(person):
    return "active" in person["certificates"]


def item_fits(item, wanted):
    """True, False or None for one item: a part that is not known may be anything."""
    return both([None if item[part] is None else item[part] in asked for part, asked in wanted.items()])


def kind(person, wanted):
    if [] in wanted.values():
        return False
    own = {"category": person["category"] if person["category"] in "123456" else None, "degree": person["degree"]}
    own["category"] = own["category"] or None
    return either([item_fits(item, wanted) for item in person["items"] or [own]])


def number(person, fact, on):
    """The whole number behind a fact, or None."""
    home = person["home"]
    match fact:
        case "age":
            return None if person["born_on"] is None else years(person["born_on"], on)
        case "certificate_days_left":
            return None if person["certified_until"] is None else (person["certified_until"] - on).days
        case "days_since_shock":
            if home["shock_on"]:
                return (on - home["shock_on"]).days
            return None if home["shock"] else float("inf")
        case "disabled_at_home":
            return len([one for one in home["people"] if one["state"] == "living"])
        case "certified_at_home":
            return len([one for one in home["people"] if one["state"] == "living" and has_certificate(one)])


def yes_or_no(person, fact):
    match fact:
        case "certified":
            return has_certificate(person)
        case "guarded":
            return True if person["guardian"] else person["guarded"]
        case "lives_alone" | "aged_carer":
            return person["home"][fact]
    return person[fact]


def compared(value, question, wanted):
    match question:
        case "is":
            return value == wanted
        case "at_least":
            return value >= wanted
        case "at_most":
            return value <= wanted
        case "above":
            return value > wanted
        case "below":
            return value < wanted


def leaf(person, tree, on):
    (question,) = tree.keys() - {"fact"}
    fact, wanted = tree["fact"], tree[question]
    match question, wanted:
        case "has", _:
            return kind(person, wanted)
        case "in", _:
            return None if person[fact] == "" else person[fact] in wanted
        case "is", bool():
            value = yes_or_no(person, fact)
            return None if value is None else value == wanted
    value = number(person, fact, on)
    return None if value is None else compared(value, question, wanted)


def both(results):
    return False if False in results else None if None in results else True


def either(results):
    return True if True in results else None if None in results else False


def holds(person, tree, on):
    match tree:
        case {"all": parts}:
            return both([holds(person, part, on) for part in parts])
        case {"any": parts}:
            return either([holds(person, part, on) for part in parts])
        case {"not": part}:
            inner = holds(person, part, on)
            return None if inner is None else not inner
    return leaf(person, tree, on)
