"""What holds for every test of the house."""

pytest_plugins = ["tests.drawn", "tests.strictness"]
