"""Whether the house stands, told to whoever watches it."""

import pytest
from django.db import OperationalError, connection

from canxie.desk import health
from canxie.engine.audit.tests.test_chain import write
from canxie.engine.keys import Keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path


def asked(client):
    response = client.get("/healthz")
    return response.status_code, response.json()


def test_all_is_well(client, django_assert_max_num_queries):
    write("379900")

    with django_assert_max_num_queries(8):
        code, said = asked(client)
    assert (code, said) == (
        200,
        {"status": "ok", "database": "ok", "migrations": "ok", "keys": "ok", "disk": "ok"},
    )


def test_a_database_that_does_not_answer(client, monkeypatch):
    def away(*_):
        raise OperationalError("connection to 10.0.0.7 as canxie refused")

    monkeypatch.setattr(connection, "cursor", away)
    code, said = asked(client)

    assert (code, said["status"], said["database"]) == (503, "down", "没有回应（OperationalError）")
    assert "10.0.0.7" not in str(said)


def test_migrations_that_were_not_run(client, monkeypatch):
    monkeypatch.setattr("canxie.desk.health.MigrationExecutor.migration_plan", lambda *_: [1, 2])

    assert asked(client) == (503, asked(client)[1] | {"migrations": "数据库差 2 步没有更新：运行 canxie migrate。"})


@pytest.mark.parametrize("other", [True, False], ids=["another key", "no key"])
def test_keys_that_do_not_fit_the_data(client, settings, tmp_path, other):
    write("379900")
    settings.KEYS = Keys(tmp_path / "keys")
    if other:
        settings.KEYS.newest("trail")

    code, said = asked(client)
    assert (code, said["keys"]) == (503, "密钥和数据对不上：把备份的密钥放回 var/keys。")


def test_a_disk_that_is_full(client, monkeypatch):
    monkeypatch.setattr(health, "ROOM", 10**18)
    code, said = asked(client)

    assert code == 503
    assert said["disk"].startswith("磁盘只剩 ")


def test_a_folder_that_is_gone(client, settings, tmp_path):
    settings.VAR = tmp_path / "gone"
    code, said = asked(client)

    assert (code, said["disk"]) == (503, "没有回应（FileNotFoundError）")


def test_needs_no_account(client):
    assert asked(client)[0] == 200
