"""The deployment guide, followed in a Debian that has nothing on it. Minutes long: `make drill` runs it."""

import json
import subprocess
import sys
from pathlib import Path

DRILL = Path(__file__).parent / "fresh-debian"


def test_the_guide_is_followed_to_its_end(tmp_path):
    root = tmp_path / "root"
    done = subprocess.run(  # noqa: S603  # ours
        [str(DRILL), str(root), sys.executable],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert done.stdout.rstrip().endswith("the guide was followed to its end")
    assert "演练做完，恢复出来的和备份一样" in done.stdout
    assert "恢复好了，和备份一样" in done.stdout
    checks = {one["name"]: one["ok"] for one in json.loads((root / "srv/doctor.json").read_text())["checks"]}
    assert [name for name, is_well in checks.items() if not is_well] == []
