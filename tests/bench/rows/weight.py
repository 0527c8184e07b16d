"""What a form page weighs on a poor line."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from canxie.ground.accounts.roles import Role
from tests.bench.clerk import clerk
from tests.bench.harness import Pair, row
from tests.bench.population import places

LINKED = re.compile(r'(?:href|src)="/static/([^"#]+)')
IMPORTED = re.compile(r'url\("?(?:\.\./|/static/)([^")]+\.css)')
KIB = 170


def weight(page: str) -> float:
    """KiB of a page and everything that it asks for, compressed."""
    parts = {name: Path(finders.find(name)).read_bytes() for name in {*LINKED.findall(page)}}
    for name, data in [*parts.items()]:
        if name.endswith(".css"):
            parts |= {one: Path(finders.find(one)).read_bytes() for one in IMPORTED.findall(data.decode())}
    return sum(len(gzip.compress(data)) for data in (page.encode(), *parts.values())) / 1024


@row("form page, everything on it", against=f"{KIB} KiB", bound=1.0)
def of_a_form(size: int) -> Pair:
    page = clerk(places(size)["village"], Role.COMMISSIONER).get("/people/new/")
    assert page.status_code == 200, page.status_code
    return Pair(weight(page.text), KIB)
