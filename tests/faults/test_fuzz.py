"""Whatever is typed into whatever field: an answer, never a broken page, and never markup of the sender's.

EXAMPLES=200 for the drill; twelve for each page otherwise.
"""

import os
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canxie.ground.registry.tests.factories import HouseholdFactory
from tests.architecture.test_matrix import ARGS, MATRIX, PREPARE, signed_in, undone
from tests.faults.forms import Form, Page
from tests.matrix import HERE, HOUSEHOLD, Row

EXAMPLES = int(os.environ.get("EXAMPLES", "12"))
MARKUP = "<script>alert(1)</script>"
NASTY = [
    *["", " ", "\x00", "\u202e倒\u200b", "𠮷𬎆·", "\ue000", "e\u0301" * 50, "长" * 5_000, "1" * 400],
    *["-1", "0", "1e999", "NaN", "٣", "１２", str(2**63), str(2**64), "3.5", "True", "null", "[]", "{}"],
    *["2026-02-30", "9999-12-31", "0001-01-01", "2026-11-24T25:00", "1900-02-29", "26-1-1"],
    *["' OR 1=1 --", MARKUP, "{{7*7}}", "{% now %}", "%s%n%x", "../../etc/passwd", "=1+1", "a\r\nSet-Cookie: x=1"],
    *["37990000100", "3799000010010", "00000000-0000-4000-8000-000000000000", "379900001001-999999999"],
]
ANYTHING = st.one_of(st.sampled_from(NASTY), st.text(st.characters(codec="utf-8"), max_size=60))
EVERYWHERE = [reverse("ui:look"), reverse("desk:sign_out")]
READERS = ["own", "chair", "clerk", "county", "city", "system", "security", "audit"]
PAGES = [
    (name, who)
    for (name, method), row in MATRIX.items()
    if method == "GET"
    for who in [*[who for who in READERS if getattr(row, who) == 200][:1]]
]


def test_there_are_pages_for_everybody():
    assert len(PAGES) > 25
    assert len({who for _, who in PAGES}) >= 3
    assert set(READERS) < set(Row._fields)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "who"), PAGES)
def test_nothing_that_is_typed_breaks_a_page(name, who):
    HouseholdFactory(id=HOUSEHOLD, path=HERE)
    if prepare := PREPARE.get(name.split(":")[0]):
        prepare()
    client, address = signed_in(who), reverse(name, args=ARGS.get(name, []))
    response = client.get(address)
    found = Page(response.text, address) if "html" in response.get("Content-Type", "") else Page("", address)
    forms = [form for form in found.forms if form.fields and (form.action not in EVERYWHERE or name == "ui:gallery")]
    forms.append(
        Form(address, "get", {asked: [value] for asked, value in found.asked.items()} | {"after": [], "q": []})
    )

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=EXAMPLES == 12,
        suppress_health_check=[*HealthCheck],
    )  # fmt: skip
    @given(data=st.data())
    def send(data):
        form = data.draw(st.sampled_from(forms))
        names = [*form.fields]
        changed = data.draw(st.dictionaries(st.sampled_from(names), ANYTHING, min_size=1, max_size=4))
        fields = form.untouched() | {key: value for key, value in changed.items() if key not in form.files}
        uploads = {
            key: SimpleUploadedFile("名册.xlsx", data.draw(st.binary(max_size=80))) for key in form.files & set(changed)
        }
        with undone():
            answer = getattr(client, form.method)(where(form, address), fields | uploads)

        assert answer.status_code < 500
        if "html" in answer.get("Content-Type", "") and not answer.streaming:
            assert MARKUP not in answer.text
        assert "Set-Cookie: x" not in str(answer.headers)

    send()


def where(form: Form, address: str) -> str:
    """A form's own address: its path and, where it has one, its query."""
    parts = urlsplit(form.action)
    path = parts.path or address
    return f"{path}?{parts.query}" if parts.query and form.method == "post" else path
