import pytest

import canxie.engine.files.tests.kinds  # noqa: F401  # declares the kind of these tests


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path
