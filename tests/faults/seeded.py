"""Fifteen faults that somebody could make in a line, each with the tests that have to notice.

A fault is a piece of text that stands once in its file, and what would stand there instead.
It is made in a copy of the tree; the tests named must then fail by what they assert, and be green
in the same copy without it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

TREE = Path(__file__).parents[2]
COPIED = ("canxie", "tests", "conftest.py", "pyproject.toml", "tools", "docs", "deploy")
LINKED = ("node_modules", ".venv")
BY_ASSERTION = ("assert ", "AssertionError", "Failed: DID NOT RAISE", "canxie.engine.audit.trail.UnauditedAction")


class Fault(NamedTuple):
    """`old` becomes `new` in `file`; `tests` are files or single tests, as pytest names them."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


FAULTS = [
    Fault(
        "a scope without its power",
        "canxie/engine/scoping/models.py",
        "        paths = scope.paths(power)\n",
        "        paths = [path for places in scope.grants.values() for path in places]\n",
        ("canxie/engine/scoping/tests/test_scope.py",),
    ),
    Fault(
        "an action without its note",
        "canxie/mechanisms/registers/exports.py",
        'note(by, "registers.export.fetch", export, place=export.path, number=str(export.copy), rows=export.rows)\n',
        "pass\n",
        ("canxie/mechanisms/registers/tests/test_exports.py::TestSmall",),
    ),
    Fault(
        "a commit that the disk has not got",
        "canxie/config/settings.py",
        "PRAGMA synchronous=FULL",
        "PRAGMA synchronous=NORMAL",
        ("tests/faults/test_sqlite_disk.py::test_an_answer_comes_after_the_disk_has_it",),
    ),
    Fault(
        "a form without its version",
        "canxie/mechanisms/matters/actions.py",
        "    if matter.version != seen:\n",
        "    if matter.version < seen:\n",
        ("canxie/mechanisms/matters/tests/test_actions.py",),
    ),
    Fault(
        "a second press that is a second request",
        "canxie/mechanisms/registers/exports.py",
        "    if known := Export.objects.filter(pk=wish.id, asked_by_id=by.user_id).first():\n",
        "    if known := Export.objects.none().first():\n",
        ("canxie/mechanisms/registers/tests/test_exports.py",),
    ),
    Fault(
        "a session that outlives its post",
        "canxie/ground/accounts/sessions.py",
        "    if BEGAN not in session or (HELD in session and not held):\n",
        "    if BEGAN not in session:\n",
        ("canxie/ground/accounts/tests/test_sessions.py",),
    ),
    Fault(
        "a masked name in clear",
        "canxie/ground/registry/models/people.py",
        "        return self.name if clear else masked_name(self.name)\n",
        "        return self.name\n",
        ("canxie/desk/tests/test_roster.py",),
    ),
    Fault(
        "a formula that is not escaped",
        "canxie/engine/sheets/writing.py",
        "        if isinstance(value, str):\n",
        "        if isinstance(value, str) and value.startswith(('=', '@')):\n"
        "            return f'<c r=\"{where}\"><f>{escape(value[1:])}</f></c>'\n"
        "        if isinstance(value, str):\n",
        ("canxie/engine/sheets/tests/test_writing.py",),
    ),
    Fault(
        "an export without its budget",
        "canxie/mechanisms/registers/exports.py",
        '"day": used + rows > figures.a_day}',
        '"day": rows > figures.a_day}',
        ("canxie/mechanisms/registers/tests/test_exports.py",),
    ),
    Fault(
        "a file that is stored unsealed",
        "canxie/engine/files/actions.py",
        "    sealed = seal(content.data)\n",
        "    sealed = content.data\n",
        ("canxie/engine/files/tests/test_storing.py",),
    ),
    Fault(
        "a line of the trail that may go",
        "canxie/engine/audit/chain.py",
        "    return 0 if (number, digest) == (head.length, head.digest) else number + 1\n",
        "    return 0\n",
        ("canxie/engine/audit/tests/test_chain.py",),
    ),
    Fault(
        "a day that begins at eight in the morning",
        "canxie/mechanisms/registers/exports.py",
        "    midnight = timezone.localtime(now).replace(",
        "    midnight = now.replace(",
        ("canxie/mechanisms/registers/tests/test_exports.py",),
    ),
    Fault(
        "a scheduled job that is done twice",
        "canxie/engine/jobs/scheduling.py",
        "            if claim.done_at or (claim.next_try_at and claim.next_try_at > now):\n",
        "            if claim.next_try_at and claim.next_try_at > now:\n",
        ("canxie/engine/jobs/tests/test_schedule.py",),
    ),
    Fault(
        "a term beside one that excludes it",
        "canxie/duties/officers/actions.py",
        "OfficeTerm.objects.overlapping(term.since_at, term.ending_at or term.until_at).exclude(pk=term.pk)\n",
        "OfficeTerm.objects.none()\n",
        ("canxie/duties/officers/tests/test_actions.py",),
    ),
    Fault(
        "a restore that counts nothing",
        "canxie/engine/backups/restoring.py",
        "        found = [*unlike(cursor, tables, backup.manifest, backup.secret)]\n",
        "        found: list[str] = []\n",
        ("canxie/engine/backups/tests/test_backup.py",),
    ),
]


class Copy:
    """A copy of the tree to break: what lies beside it (Node's packages, the interpreter's) is shared."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            source = TREE / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, folder / name)
        for name in LINKED:
            (folder / name).symlink_to((TREE / name).resolve())
        (folder / "var").mkdir()

    def breaks(self, fault: Fault) -> None:
        file = self.folder / fault.file
        text = file.read_text()
        assert text.count(fault.old) == 1
        file.write_text(text.replace(fault.old, fault.new))

    def mends(self, fault: Fault) -> None:
        shutil.copy(TREE / fault.file, self.folder / fault.file)

    def tries(self, *tests: str) -> tuple[list[str], list[str]]:
        """Run these tests; returns what failed by an assertion, and whatever else went wrong, each in a line."""
        report = self.folder / "var/report.xml"
        report.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={report}", *tests]
        surroundings = {name: value for name, value in os.environ.items() if name not in {"VAR", "KEYS", "BACKUPS"}}
        done = subprocess.run(  # noqa: S603  # ours
            command,
            cwd=self.folder,
            env=surroundings | {"PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if not report.exists():
            return [], [done.stdout[-3000:]]
        found = ET.parse(report).getroot()  # noqa: S314  # ours
        if int(next(found.iter("testsuite")).get("tests", "0")) == 0:
            return [], ["no test was run"]
        failed = [(one.get("message") or "").replace("\n", " ")[:200] for one in found.iter("failure")]
        errors = [(one.get("message") or "").replace("\n", " ")[:200] for one in found.iter("error")]
        asserted = [one for one in failed if one.startswith(BY_ASSERTION)]
        return asserted, errors + [one for one in failed if not one.startswith(BY_ASSERTION)]
