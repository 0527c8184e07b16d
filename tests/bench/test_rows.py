"""The rows of the benchmark run, at small size; what they come to there is nobody's concern."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SUBJECTS = {
    "contacts of everyone, by night",
    "coverage board, 62,074 villages, any day",
    "division load",
    "form page, everything on it",
    "list page, county",
    "search by phone, village",
    "subtree of the divisions",
    "tiers of everyone",
    "xlsx export",
    "xlsx export, memory",
}


def test_every_row_is_measured(tmp_path):
    said = {"SIZE": "small", "VAR": str(tmp_path), "TIMES": "1"}
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "tests.bench.run"]  # 1 when a row is past its bound, as small ones are
    env = inherited | said
    ran = subprocess.run(command, check=False, cwd=ROOT, env=env, capture_output=True, text=True)  # noqa: S603  # ours

    assert (tmp_path / "bench.json").exists(), ran.stderr[-3000:]
    told = json.loads((tmp_path / "bench.json").read_text())
    assert {one["row"].split(" / ")[0] for one in told} >= SUBJECTS
    assert [one["row"] for one in told if one["ratio"] is None] == [], ran.stderr[-3000:]
    assert all({"row", "ratio", "bound", "ok", "size", "database"} == {*one} for one in told)
