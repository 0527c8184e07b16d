"""A county that stands on the release before is brought up to today, with everything it has entered."""

import pytest

from tests.released import LEFT, county


@pytest.fixture
def upgraded(tmp_path):
    with county(tmp_path) as machine:
        assert machine.counts() == LEFT
        done = machine.canxie("migrate", "--verbosity", 0)
        assert (done.returncode, done.stderr) == (0, "")
        yield machine


OPENS = """
import django
django.setup()
from canxie.ground.registry.models import Person
person = Person.objects.get(pk="0041b597-5409-4722-9fb3-63f3335b90bd")
print(person.identifier.clear(), Person.objects.filter(identifier_index=person.identifier_index).count())
"""


def test_the_release_before_is_taken_over_whole(upgraded):
    assert upgraded.counts() == LEFT
    assert upgraded.answer("trail", "verify") == {"entries": 7, "broken": []}
    assert upgraded.canxie("migrate", "--check", "--verbosity", 0).returncode == 0

    # one sealed value, known from the dump: it opens, and is found by its index
    assert upgraded.python(OPENS) == "379900200109062182 1"
