"""What is installed is known to the byte, and comes from whichever registry the machine uses."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"])
def test_every_package_has_a_hash_and_none_an_address(lock):
    text = (ROOT / lock).read_text()
    pinned = re.findall(r"^[\w-]+(?:\[[\w,-]+\])?==\S+ \\\n    --hash=sha256:", text, flags=re.MULTILINE)

    assert pinned
    assert len(pinned) == len(re.findall(r"^\w", text, flags=re.MULTILINE))
    assert "//" not in text


def test_no_front_end_package_names_a_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert packages.pop("")
    assert all("integrity" in package and "resolved" not in package for package in packages.values())
