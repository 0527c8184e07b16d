"""`canxie init` as somebody runs it: a process of its own, on an empty database of either kind."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings as ours
from django.core.management import CommandError, call_command
from django.db import connection

from canxie.ground.accounts.tests.factories import UserFactory

PEOPLE = ["--clerk", "林静", "--system", "邵明辉:shaoadmin", "--security", "贺建平", "--audit", "沈玉华"]
SAID = ["--county", "370102", "--domain", "canxie.example.cn", *PEOPLE]
ACCOUNTS = [
    ("县残联干事", "林静", "linjing"),
    ("系统管理员", "邵明辉", "shaoadmin"),
    ("安全管理员", "贺建平", "hejianping"),
    ("审计管理员", "沈玉华", "shenyuhua"),
]


@pytest.fixture
def database(tmp_path):
    """An empty database of the kind that the tests run on, and the way to ask it."""
    if connection.vendor == "sqlite":
        file = tmp_path / "county.db"
        yield f"sqlite:///{file}", asking(lambda: sqlite3.connect(file))
        return
    known, name = connection.settings_dict, f"init_{uuid4().hex}"
    server = f"postgres://{quote(known['USER'])}@{known['HOST']}:{known['PORT']}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as root:
        root.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}", asking(lambda: psycopg.connect(f"{server}/{name}"))
        root.execute(f"DROP DATABASE {name} WITH (FORCE)")


def asking(connect):
    """Ask one thing over a connection of its own."""

    def ask(sql):
        with closing(connect()) as one:
            return one.execute(sql).fetchall()

    return ask


@pytest.fixture
def init(tmp_path, database):
    address, _ = database

    def run(*said, **env):
        known = {name: value for name, value in os.environ.items() if name not in {"CANXIE_DEMO", "VAR"}}
        known |= {"DATABASE_URL": address, "VAR": str(tmp_path / "var"), "PYTHONPATH": str(ours.BASE_DIR)}
        command = [sys.executable, "-c", "from canxie.config.console import main; main()", "init", *said]
        done = subprocess.run(command, env=known | env, capture_output=True, text=True, stdin=subprocess.DEVNULL)  # noqa: S603, PLW1510
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


def test_a_county_begins_once(init, database, tmp_path):
    done = init(*SAID, "--json")

    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["county"], answer["domain"]) == ("370102", "canxie.example.cn")
    assert [(one["role"], one["name"], one["username"]) for one in answer["accounts"]] == ACCOUNTS
    assert all(len(one["first_password"]) == 14 for one in answer["accounts"])
    _, ask = database
    assert ask("SELECT count(*) FROM divisions_division WHERE level = 12") == [(62_074,)]
    posts = ask("SELECT role, path FROM accounts_post ORDER BY role")
    assert posts == [(role, "370102") for role in ("audit_admin", "county_clerk", "security_admin", "system_admin")]
    told = str(ask("SELECT * FROM accounts_user")) + str(ask("SELECT * FROM audit_auditentry"))
    assert not any(one["first_password"] in told for one in answer["accounts"])
    keys = tmp_path / "var/keys"
    assert {file.name for file in keys.iterdir()} >= {"secret_key.1", "seal.1", "blind.1", "trail.1"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in keys.glob("*.1"))
    environment = (tmp_path / "var/canxie.env").read_text().splitlines()
    assert {"ALLOWED_HOSTS=canxie.example.cn,127.0.0.1", "CANXIE_HTTPS=1", "CANXIE_DEMO=0"} <= {*environment}

    kept = {file.name: file.read_bytes() for file in keys.glob("*.1")}
    again = init(*SAID, "--json")

    assert (again.returncode, again.stdout) == (1, "")
    assert "已经有账号了" in again.stderr
    assert {file.name: file.read_bytes() for file in keys.glob("*.1")} == kept
    assert ask("SELECT count(*) FROM accounts_user") == [(4,)]
    if connection.vendor == "postgresql":
        return
    (keys / "seal.1").unlink()
    lost = init(*SAID)
    assert lost.returncode == 1
    assert "密钥不会重新建" in lost.stderr
    (keys / "secret_key.1").unlink()
    lost = init(*SAID)
    assert lost.returncode == 1
    assert "密钥丢了：secret_key" in lost.stderr
    assert not (keys / "seal.1").exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("--county", "379900"), "没有 379900"),
        (("--county", "3701"), "6 位数字"),
        (("--domain", "https://canxie.example.cn/"), "不带 https://"),
        (("--audit", "林静"), "四个人"),
        (("--audit", "沈玉华:linjing"), "四个人"),
        (("--system", ":x"), "要写姓名"),
        (("--system", "邵明辉:Shao"), "用户名 Shao 不行"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(said, sentence, capsys):
    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("init", *SAID, *said)

    assert refused.value.returncode == 2
    assert capsys.readouterr().out == ""


def test_a_shell_that_cannot_answer_is_told_what_is_missing_and_nothing_is_made(init, database):
    done = init(*SAID[:4])

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip() == "CommandError: 没有说县残联干事。用选项说，canxie init --help 看怎么写。"
    demo = init(*SAID, CANXIE_DEMO="1")
    assert (demo.returncode, "演示模式" in demo.stderr) == (2, True)


@pytest.mark.django_db
def test_a_house_in_use_is_refused(capsys):
    UserFactory()
    with pytest.raises(CommandError, match="已经有账号了") as refused:
        call_command("init", *SAID)

    assert refused.value.returncode == 1


def test_a_database_that_cannot_be_reached_is_said(init):
    done = init(*SAID, DATABASE_URL="postgres://nobody@127.0.0.1:1/none")

    assert done.returncode == 1
    assert "数据库用不了" in done.stderr
