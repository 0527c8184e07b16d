"""What even a chain written anew cannot hide: its heads were sent away."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from canxie.engine.audit import heads
from canxie.engine.audit.chain import verify
from canxie.engine.audit.models import AuditEntry, ChainHead
from canxie.engine.audit.tests.test_chain import HERE, write

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path


def forge():
    """Write the chain anew, with its key: what a `verify` of the database alone cannot see."""
    AuditEntry.objects.all().delete()
    ChainHead.objects.all().delete()
    for _ in range(3):
        write(HERE)


def test_a_line_names_the_end_of_each_chain():
    write(HERE, "3799")

    above, here = heads.line().split()
    assert above == f"-:1:{ChainHead.objects.get(county='').digest}"
    assert here == f"379900:1:{ChainHead.objects.get(county=HERE).digest}"


def test_a_day_has_one_line():
    for day in (DAY, DAY, date(2026, 11, 25)):
        write(HERE)
        heads.keep(day)

    assert [head.length for head in heads.kept()] == [1, 3]
    assert heads.gone() == {}


def test_a_chain_written_anew_is_found():
    write(HERE)
    heads.keep(DAY)
    forge()

    assert verify() == {}
    assert heads.gone() == {HERE: 1}


def test_a_chain_set_back_is_found():
    write(HERE)
    before = ChainHead.objects.get()
    write(HERE)
    heads.keep(DAY)
    AuditEntry.objects.filter(number=2).delete()
    before.save()

    assert verify() == {}
    assert heads.gone() == {HERE: 2}


def test_a_spoilt_file_is_found():
    write(HERE)
    heads.keep(DAY)
    heads.file().write_text(heads.file().read_text().replace("379900:1", "379900:x"))

    assert heads.gone() == {HERE: 0}


def test_the_command_prints_them_and_compares_them(capsys):
    write(HERE)
    heads.keep(DAY)
    call_command("trail", "heads")
    call_command("trail", "heads", "--json")
    forge()
    with pytest.raises(SystemExit):
        call_command("trail", "verify", "--json")

    printed, told, verified = capsys.readouterr().out.splitlines()
    assert printed.startswith("379900:1:")
    assert json.loads(told) == {"heads": [printed]}
    assert json.loads(verified) == {"entries": 3, "broken": [{"county": HERE, "number": 1}]}
