"""What each role finds first on its desk, in its navigation and on a household's page."""

from collections.abc import Collection, Iterable

from canxie.ground.accounts.roles import Role

HOUSEHOLD = [
    "registry.clears",
    "registry.family",
    "contacts.of_household",
    "visits.plan",
    "needs.of_household",
    "registry.facts",
    "registry.timeline",
]
PERSON = [
    "registry.certificate",
    "contacts.of_person",
    "registry.contact",
    "visits.standing",
    "needs.of_person",
    "registry.person_timeline",
    "registry.lookers",
]
ROOMS = ["people", "needs", "guidance", "coverage", "associations", "groups", "registers", "contacts", "townships"]
FILES = [*ROOMS, *HOUSEHOLD, *PERSON]
OVERSIGHT = [
    "needs.to_accept",
    "registers.to_approve",
    "associations.filed",
    "registers.answered",
    "townships.vacant",
    "townships.climbed",
    "visits.villages",
    "visits.silent",
    "officers.vacant",
    "associations.gaps",
    "needs.by_state",
    "contacts.nobody",
    "registry.expiring",
]
FIRST: dict[Role, list[str]] = {
    Role.COMMISSIONER: [
        "visits.overdue",
        "visits.today",
        "guidance.tasks",
        "needs.under_way",
        "registry.expiring",
        "visits.week",
        *FILES,
    ],
    Role.CHAIR: ["guidance.objections"],
    Role.GROUP_LEADER: ["groups.own"],
    Role.TOWNSHIP_CLERK: ["guidance.objections", *OVERSIGHT, *FILES],
    Role.COUNTY_CLERK: [*OVERSIGHT, *FILES],
}


def front(roles: Collection[str]) -> tuple[str, str]:
    """What the desk is called and how it is drawn: a commissioner's is the day."""
    return ("今天", "today") if Role.COMMISSIONER in roles else ("工作台", "desk")


def in_order(keys: Iterable[str], roles: Collection[str]) -> list[str]:
    """Sort keys as the roles want them; what they do not name keeps its order at the end.

    >>> in_order(["other", "visits.week", "visits.overdue"], [Role.COMMISSIONER])
    ['visits.overdue', 'visits.week', 'other']
    """
    wanted = [key for role in Role if role in roles for key in FIRST.get(role, [])]
    return sorted(keys, key=lambda key: wanted.index(key) if key in wanted else len(wanted))
