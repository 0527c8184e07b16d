"""Who is to answer for whom, as SQL in joins: each village is asked once, however many people live there."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Substr

from canxie.duties.associations.models import Coverage
from canxie.duties.contacts.choices import NAMED, Kind
from canxie.duties.contacts.models import ContactAssignment, ContactChoice
from canxie.duties.contacts.terms import addresses
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Level
from canxie.ground.registry.models import Person

WANTED = """
WITH people (id, path, village) AS ({people}),
chosen (person_id, contact_id, association_id) AS ({chosen}),
asked AS (SELECT DISTINCT village FROM people),
answers AS {once}(SELECT village, ({posted}) AS contact_id, ({covering}) AS association_id FROM asked),
wanted AS (
    SELECT people.id, people.path, people.village,
           coalesce(chosen.association_id, answers.association_id) AS association_id,
           coalesce(chosen.contact_id, answers.contact_id) AS contact_id,
           chosen.association_id IS NOT NULL OR chosen.contact_id IS NOT NULL AS chosen
    FROM people JOIN answers ON answers.village = people.village LEFT JOIN chosen ON chosen.person_id = people.id
),
held AS NOT MATERIALIZED (SELECT * FROM {table} AS a WHERE kind = %s AND until IS NULL{among})
"""
DIFFERS = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
CHANGED = " OR ".join(f"held.{name} {DIFFERS} wanted.{name}" for name in ("association_id", "contact_id", "chosen"))
STALE = f"""SELECT held.id, held.person_id, CASE WHEN held.since >= %s THEN 1 ELSE 0 END
FROM held LEFT JOIN wanted ON wanted.id = held.person_id WHERE wanted.id IS NULL OR {CHANGED}"""  # noqa: S608  # ours alone
CHANGING = f"""SELECT wanted.id FROM wanted LEFT JOIN held ON held.person_id = wanted.id
WHERE held.id IS NULL OR {CHANGED} UNION ALL
SELECT held.person_id FROM held WHERE NOT EXISTS (SELECT 1 FROM people WHERE people.id = held.person_id)"""  # noqa: S608  # ours alone
MISSING = "FROM wanted WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.person_id = wanted.id)"
BEGIN = f"""INSERT INTO {{table}} (person_id, path, place, association_id, contact_id, chosen, kind, since)
{{wanted}} SELECT id, path, village, association_id, contact_id, chosen, %s, {{day}} {MISSING} ON CONFLICT DO NOTHING"""


class Statement(NamedTuple):
    """The beginning of a statement, which names `wanted` and `held`, and its values."""

    text: str
    values: tuple[Any, ...]

    def rows(self, select: str, *values: date) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self.text + select, [*self.values, *values])
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found


def wanted(people: Q, kind: Kind, on: date, at: datetime, *, keys: Collection[Any] = ()) -> Statement:
    """Say who is to answer for each of these people: what the township chose, else what the village has.

    `keys` names them one by one, instead of `people`, as the database has given their keys.
    `wanted` are those who are to have a row of this kind, `held` the open rows of these people.
    Raises EmptyResultSet where `people` can be nobody.
    """
    among: tuple[str, tuple[Any, ...]] = ("", ())
    if keys:
        people, among = Q(pk__in=keys), (", ".join(["%s"] * len(keys)), tuple(keys))
    elif people:
        among = compiled(Person.objects.filter(people).values("pk"))
    parts = {
        "people": compiled(answered_for(people, kind, on)),
        "chosen": compiled(choices(Q(person__in=keys) if keys else within(people), kind, on, at)),
        "posted": compiled(commissioners(at), ordered=True),
        "covering": compiled(associations(on), ordered=True),
    }
    text = WANTED.format(
        once="MATERIALIZED " if connection.vendor == "postgresql" else "",  # or it asks the village for each person
        table=ContactAssignment._meta.db_table,
        among=f" AND a.person_id IN ({among[0]})" if among[0] else "",
        **{name: select for name, (select, _) in parts.items()},
    )
    return Statement(text, (*sum((values for _, values in parts.values()), ()), kind.value, *among[1]))


def compiled(rows: QuerySet[Any, Any], *, ordered: bool = False) -> tuple[str, tuple[Any, ...]]:
    text, values = (rows if ordered else rows.order_by()).query.sql_with_params()
    return text, tuple(values)


def answered_for(people: Q, kind: Kind, on: date) -> QuerySet[Any, Any]:
    """Everybody living; for a second one only with two addresses, where the township has said so."""
    village = addresses("", on)[0 if kind == Kind.LEAD else 1]
    living = Person.objects.living().filter(people).annotate(village=village)
    if kind == Kind.SECONDARY:
        living = living.filter(~Q(village=""), Exists(ContactChoice.objects.open_(kind).filter(person=OuterRef("pk"))))
    return living.values_list("pk", "path", "village")


def within(people: Q) -> Q:
    """Narrow rows about people down to these; nobody has to be looked for where everybody is meant."""
    return Q(person__in=Person.objects.filter(people).values("pk")) if people else Q()


def choices(whose: Q, kind: Kind, on: date, at: datetime) -> QuerySet[Any, Any]:
    """What the township has chosen, as far as it holds: who works in the township, what covers a village."""
    rows = ContactChoice.objects.open_(kind).filter(whose)
    working = Post.objects.held_at(at).filter(role__in=NAMED, user=OuterRef("contact")).annotate(town=town("path"))
    covering = Coverage.objects.on(on).filter(association=OuterRef("association"))
    return rows.annotate(
        contact_now=Case(When(Exists(working.filter(town=town(OuterRef("path")))), then=F("contact"))),
        association_now=Case(When(Exists(covering), then=F("association"))),
    ).values_list("person", "contact_now", "association_now")


def commissioners(at: datetime) -> QuerySet[Any, Any]:
    """The commissioner of a village is whoever has held the post there longest, as everywhere else."""
    held = Post.objects.held_at(at).filter(role=Role.COMMISSIONER, path=asked_village())
    return held.order_by("since_at", "id").values("user")[:1]


def associations(on: date) -> QuerySet[Any, Any]:
    return Coverage.objects.on(on).filter(path=asked_village()).order_by("id").values("association")[:1]


def asked_village() -> RawSQL:
    return RawSQL("asked.village", ())  # a column of the statement around it


def town(path: Any) -> Substr:
    return Substr(path, 1, int(Level.TOWNSHIP))
