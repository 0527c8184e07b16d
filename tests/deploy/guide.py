"""The commands of docs/deploy.md, as a county's IT person would copy them."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "deploy.md"


class Block(NamedTuple):
    """A block of commands: all of "" are run in order, others ("restore", "upgrade") when they are due."""

    when: str
    commands: str


def blocks() -> list[Block]:
    found = re.findall(r"^```bash *(\w*)\n(.*?)^```", GUIDE.read_text(), flags=re.MULTILINE | re.DOTALL)
    return [Block(when, commands) for when, commands in found]


def commands(when: str = "") -> str:
    return "".join(block.commands for block in blocks() if block.when == when)
