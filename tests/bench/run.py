"""Run the benchmark: `python -m tests.bench.run`, with SIZE people (small: 700), and only the rows that ONLY names
("list page,one visit": part of a name, or several).

Prints a table (ratio, bound, ours and theirs) and writes var/bench.json. A row past its bound is told, and
the exit is 1.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
os.environ.setdefault("BENCH_NAME", f"canxie_bench_{os.getpid()}")
ORDER = ("divisions", "coverage", "files", "lists", "weight", "tiers", "contacts", "visits", "roster", "load")
"""Reading comes first: what writes leaves another population behind."""
OF_PROVINCE = ("coverage", "lists", "tiers", "visits")
"""What quality.md asks of 3 million people: files stay at 100,000 rows."""
SIZES = {"small": 700, "county": 20_000, "province": 3_000_000}


def main() -> int:
    import django  # noqa: PLC0415  # the settings are named above

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    from tests.bench.harness import BROKEN, rows  # noqa: PLC0415
    from tests.bench.population import FROM_HERE_A_PROVINCE, populate  # noqa: PLC0415

    told = os.environ.get("SIZE", "100000")
    size = SIZES.get(told) or int(told)
    for module in OF_PROVINCE if size >= FROM_HERE_A_PROVINCE else ORDER:
        import_module(f"tests.bench.rows.{module}")
    screen, only = Console(stderr=True), os.environ.get("ONLY", "")
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with screen.status(f"{size:,} people on {connection.vendor}"):
            populate(size)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        found = []
        for one in rows:
            if not any(part in one.name for part in only.split(",")):
                continue
            try:
                pair = one.measure(size)
            except Exception:  # one row that breaks is told, and the others are measured
                screen.print_exception()
                pair = BROKEN
            found.append(line(one.name, one.against, pair.ratio, one.bound, size, connection.vendor))
            shown(found[-1], pair)
    finally:
        connection.close()
        teardown_databases(databases, verbosity=0)
    kept(Path(settings.VAR, "bench.json"), found)
    return 0 if all(one["ok"] for one in found) else 1


def kept(file: Path, found: list[dict[str, object]]) -> None:
    """Write what was found, beside what another database came to."""
    others = json.loads(file.read_text()) if file.exists() else []
    mine = {one["database"] for one in found}
    everything = [*(one for one in others if one["database"] not in mine), *found]
    file.write_text(json.dumps(everything, ensure_ascii=False, indent=1))


def line(name: str, against: str, ratio: float, bound: float, size: int, database: str) -> dict[str, object]:
    return {
        "row": f"{name} / {against}",
        "ratio": round(ratio, 3) if ratio < float("inf") else None,
        "bound": bound,
        "ok": ratio <= bound,
        "size": size,
        "database": database,
    }


def shown(told: dict[str, object], pair: tuple[float, float]) -> None:
    mark = "  " if told["ok"] else "!!"
    ratio = told["ratio"] or "broken"
    sys.stdout.write(f"{mark} {told['row']:<66}{ratio:>8} ≤ {told['bound']:<5} {pair[0]:.4g} / {pair[1]:.4g}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
