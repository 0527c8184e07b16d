"""What holds for all tests, in `canxie` and in `tests`."""

pytest_plugins = ["tests.strict"]
