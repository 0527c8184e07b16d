"""Who answers for everyone, as it is reckoned by night, against SQL written by hand.

quality.md names no row for it: the bound is that of "tiers and due dates", the other pass over everyone.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Q

from canxie.duties.associations.models import Association, Coverage
from canxie.duties.associations.tests.factories import AssociationMatterFactory
from canxie.duties.contacts.models import ContactAssignment, ContactChoice
from canxie.duties.contacts.spreading import spread
from canxie.ground.accounts.models import Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.bulk import analyze
from canxie.ground.divisions.models import Division, Level
from canxie.ground.registry.models import Person
from tests.bench.clerk import bounds, fetch
from tests.bench.harness import Pair, row, side_by_side
from tests.bench.population import TODAY, places

NIGHT = datetime(2026, 11, 24, 16, 40, tzinfo=UTC)
"""Forty minutes after midnight of the 25th, here."""
MORNING, BEGAN = date(2026, 11, 25), datetime(2024, 2, 29, 16, tzinfo=UTC)
BATCH = 5000

WANTED = """
WITH posted AS MATERIALIZED (
    SELECT path, user_id FROM (
        SELECT path, user_id, row_number() OVER (PARTITION BY path ORDER BY since_at, id) AS rank FROM accounts_post
        WHERE role = 'commissioner' AND since_at <= %(at)s AND (until_at IS NULL OR until_at > %(at)s)
    ) AS held WHERE rank = 1
), covering AS MATERIALIZED (
    SELECT path, association_id FROM (
        SELECT path, association_id, row_number() OVER (PARTITION BY path ORDER BY id) AS rank
        FROM associations_coverage WHERE since <= %(on)s AND (until IS NULL OR until > %(on)s)
    ) AS there WHERE rank = 1
), chosen AS (
    SELECT person_id,
           CASE WHEN EXISTS (SELECT 1 FROM accounts_post p WHERE p.user_id = c.contact_id
                             AND p.role IN ('commissioner', 'chair', 'group_leader') AND p.since_at <= %(at)s
                             AND (p.until_at IS NULL OR p.until_at > %(at)s)
                             AND substr(p.path, 1, 9) = substr(c.path, 1, 9)) THEN contact_id END AS contact_id,
           CASE WHEN EXISTS (SELECT 1 FROM covering v WHERE v.association_id = c.association_id)
                THEN association_id END AS association_id
    FROM contacts_contactchoice c WHERE kind = 'lead' AND until IS NULL
), wanted AS (
    SELECT p.id, p.path, coalesce(c.contact_id, o.user_id) AS contact_id,
           coalesce(c.association_id, v.association_id) AS association_id,
           c.contact_id IS NOT NULL OR c.association_id IS NOT NULL AS chosen
    FROM registry_person p
    LEFT JOIN posted o ON o.path = p.path
    LEFT JOIN covering v ON v.path = p.path
    LEFT JOIN chosen c ON c.person_id = p.id
    WHERE p.state = 'living'
)
"""
ENDED = """
UPDATE contacts_contactassignment SET until = %(on)s WHERE id IN (
    SELECT a.id FROM contacts_contactassignment a LEFT JOIN wanted w ON w.id = a.person_id
    WHERE a.kind = 'lead' AND a.until IS NULL
      AND (w.id IS NULL OR a.contact_id IS DISTINCT FROM w.contact_id
           OR a.association_id IS DISTINCT FROM w.association_id OR a.chosen IS DISTINCT FROM w.chosen)
)
"""
BEGUN = """
INSERT INTO contacts_contactassignment (person_id, path, place, association_id, contact_id, chosen, kind, since)
SELECT id, path, path, association_id, contact_id, chosen, 'lead', {on} FROM wanted w
WHERE NOT EXISTS (SELECT 1 FROM contacts_contactassignment a
                  WHERE a.person_id = w.id AND a.kind = 'lead' AND a.until IS NULL)
"""
FOLLOWED = """
UPDATE {table} SET path = p.path FROM registry_person p WHERE p.id = {table}.person_id AND {table}.path <> p.path
"""
SECOND = """
SELECT c.person_id FROM contacts_contactchoice c WHERE c.kind = 'secondary' AND c.until IS NULL
UNION ALL SELECT a.person_id FROM contacts_contactassignment a WHERE a.kind = 'secondary' AND a.until IS NULL
"""
FOUND = """
SELECT person_id, path, place, contact_id, association_id, chosen, since FROM contacts_contactassignment
WHERE kind = 'lead' AND until IS NULL ORDER BY person_id
"""


@cache
def answering(size: int) -> None:
    """Of 20 villages 19 have a commissioner and 19 an association; one in 200 people has been chosen for otherwise."""
    inside = bounds(places(size)["all"])
    rows = Division.objects.filter(level=Level.VILLAGE, code__gte=inside[0], code__lt=inside[1], valid_to=None)
    codes = [*rows.order_by("code").values_list("code", flat=True)]
    covered = {*Coverage.objects.filter(until=None).values_list("path", flat=True)}
    matter = AssociationMatterFactory(path=codes[0])
    one = Association.objects.create(id=UUID(int=7), matter=matter, path=codes[0], place=codes[0], name="甲残协")
    begun = [code for number, code in enumerate(codes) if number % 20 != 7 and code not in covered]
    Coverage.objects.bulk_create(
        (Coverage(association=one, path=code, place=code, since=date(2024, 3, 1)) for code in begun), batch_size=BATCH
    )
    password, kept = make_password(None), [code for number, code in enumerate(codes) if number % 20 != 3]
    users = User.objects.bulk_create(
        (User(username=f"w{code}", name=code, password=password) for code in kept), batch_size=BATCH
    )
    by_code = dict(zip(kept, users, strict=True))
    posts = [Post(user=user, role=Role.COMMISSIONER, path=code, since_at=BEGAN) for code, user in by_code.items()]
    Post.objects.bulk_create(posts, batch_size=BATCH)
    people = Person.objects.living().filter(path__gte=inside[0], path__lt=inside[1]).order_by("pk")
    colleague = {path[:9]: user for path, user in by_code.items()}
    ContactChoice.objects.bulk_create(
        (
            ContactChoice(person_id=pk, path=path, place=path, contact=colleague[path[:9]], basis="离得近", since=TODAY)
            for number, (pk, path) in enumerate(people.values_list("pk", "path").iterator())
            if number % 200 == 0
        ),
        batch_size=BATCH,
    )
    with transaction.atomic():
        spread(Q(), on=date(2026, 11, 20), at=datetime(2026, 11, 20, tzinfo=UTC))
    a_day_passes(posts)
    analyze(Person, ContactAssignment, ContactChoice, Post, Coverage)


def a_day_passes(posts: list[Post]) -> None:
    """Of 50 villages one loses its commissioner; of 500 people one is new, and one has died."""
    gone = [post.pk for number, post in enumerate(posts) if number % 50 == 1]
    Post.objects.filter(pk__in=gone).update(until_at=NIGHT)
    keys = [*ContactAssignment.objects.order_by("person").values_list("pk", "person")]
    ContactAssignment.objects.filter(pk__in=[pk for pk, _ in keys[::500]]).delete()
    Person.objects.filter(pk__in=[person for _, person in keys[1::500]]).update(state="deceased")


def ours() -> None:
    spread(Q(), on=MORNING, at=NIGHT)  # all that `reckon` does but its line on the trail


def by_hand() -> None:
    said = {"on": connection.ops.adapt_datefield_value(MORNING), "at": connection.ops.adapt_datetimefield_value(NIGHT)}
    on = "%(on)s::date" if connection.vendor == "postgresql" else "%(on)s"
    with connection.cursor() as cursor:
        for table in ("contacts_contactchoice", "contacts_contactassignment"):
            cursor.execute(FOLLOWED.format(table=table))
        cursor.execute(WANTED + ENDED, said)
        cursor.execute(WANTED + BEGUN.format(on=on), said)
        cursor.execute(SECOND)


def taken_back(call: Callable[[], object]) -> Callable[..., list[tuple[object, ...]]]:
    """Let a call find what the one before it found, and say what it left."""

    def run(*, told: bool = False) -> list[tuple[object, ...]]:
        with transaction.atomic():
            call()
            found = fetch(FOUND, []) if told else []
            transaction.set_rollback(True)
        return found

    return run


@row("contacts of everyone, by night", against="SQL by hand", bound=1.5)
def by_night(size: int) -> Pair:
    answering(size)
    first, second = taken_back(ours), taken_back(by_hand)
    assert first(told=True) == second(told=True), "both say the same of everyone"
    return side_by_side(first, second)
