"""What docs/asvs.md promises has its test, or a reason."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| (\d+\.\d+\.\d+) \| ([123]) \| (.+) \| (\S+) \|$", (ROOT / "docs/asvs.md").read_text(), re.MULTILINE
)
LINES = re.findall(r"^\| \d", (ROOT / "docs/asvs.md").read_text(), re.MULTILINE)


def test_every_line_is_an_item_with_its_test():
    assert ROWS
    assert len(ROWS) == len(LINES)


@pytest.mark.parametrize("told", sorted({told for *_, told in ROWS if told != "reasoned"}))
def test_the_test_that_is_named_is_there(told):
    file, name = told.strip("`").split("::")

    assert re.search(rf"^(def|class) {name}\b", (ROOT / file).read_text(), flags=re.MULTILINE)
