"""A whole run of the tests must have drawn every template: a page that no test opens is a page nobody has read."""

from pathlib import Path

import pytest
from jinja2 import Environment

ROOMS = Path(__file__).parents[1] / "canxie"
DRAWN: set[str] = set()


def templates() -> set[str]:
    return {str(file.relative_to(folder)) for folder in ROOMS.rglob("jinja2") for file in folder.rglob("*.html")}


@pytest.fixture(scope="session", autouse=True)
def _every_template_is_noted():
    """Note what is loaded, whether as a page, by `include`, by `extends` or as a macro.

    By the class, since Django makes another environment whenever a test changes a setting that templates hang on.
    """
    load = Environment._load_template

    def noting(self, name, globals_):
        DRAWN.add(name)
        return load(self, name, globals_)

    Environment._load_template = noting
    yield
    Environment._load_template = load


def is_whole(config) -> bool:
    asked = config.option
    return not (asked.file_or_dir or asked.keyword or asked.markexpr or asked.collectonly)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    DRAWN.update(node.workeroutput.get("templates", []))


def pytest_sessionfinish(session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["templates"] = sorted(DRAWN)
    elif is_whole(session.config) and not session.testsfailed and templates() - DRAWN:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config) -> None:
    if is_whole(config) and (undrawn := sorted(templates() - DRAWN)):
        terminalreporter.section("templates that no test has drawn", red=True)
        for name in undrawn:
            terminalreporter.line(name)
