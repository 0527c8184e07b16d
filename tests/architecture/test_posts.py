"""Nobody edits a post: the actions of accounts write it, a move takes it along with its village."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "canxie"
WRITERS = {
    Path("ground/accounts/actions.py"),
    Path("ground/accounts/moves.py"),
    Path("ground/accounts/demo.py"),  # an invented county all at once, each post with its appointment
}
WRITES = {"create", "get_or_create", "update_or_create", "update", "bulk_create", "bulk_update", "delete", "add", "set"}


def writes(tree: ast.AST) -> Iterator[int]:
    """Lines that make a `Post(…)`, or end in a write what begins with `Post.objects` or somebody's `.posts`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Post")):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr=attr, value=value)) if attr in WRITES and is_posts(value):
                yield node.lineno


def is_posts(node: ast.AST) -> bool:
    """Follow a chain of calls and attributes to its beginning."""
    match node:
        case ast.Attribute(attr="posts"):
            return True
        case ast.Attribute(attr="objects", value=ast.Name(id="Post")):
            return True
        case ast.Attribute(value=inner) | ast.Call(func=inner):
            return is_posts(inner)
    return False


def test_posts_are_written_where_they_come_from_alone():
    modules = {file.relative_to(ROOT): file for file in ROOT.rglob("*.py") if "tests" not in file.parts}
    found = {module for module, file in modules.items() if [*writes(ast.parse(file.read_text()))]}

    assert found <= WRITERS
    assert Path("ground/accounts/actions.py") in found, "nothing was found: is the test looking in the right place?"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Post(user=user)", True),
        ("Post.objects.create(user=user)", True),
        ("Post.objects.filter(path=path).update(path=other)", True),
        ("user.posts.filter(role=role).delete()", True),
        ("user.posts.create(role=role)", True),
        ("Post.objects.held_at(now).filter(user=user)", False),
        ("[*user.posts.order_by('id')]", False),
        ("Visit.objects.create(post=post)", False),
    ],
)
def test_the_guard_sees_what_it_should(line, found):
    assert bool([*writes(ast.parse(line))]) == found
