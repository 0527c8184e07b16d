"""Of this folder only the tests are the tests' own: the rest runs in a process with other settings."""

from pathlib import Path

collect_ignore = [one.name for one in Path(__file__).parent.iterdir() if not one.name.startswith("test_")]
