"""Letters of appointment: the words, Word on anybody's template, tagged PDF, and that a template does no harm."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.letters.saying import Letter, letter
from canxie.duties.officers.letters.writing import DEFAULT, Unusable, pdf, usable, word
from canxie.duties.officers.models import LetterTemplate
from canxie.duties.officers.tests.factories import ParticipantFactory, TermFactory
from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory

HERE, TOWNSHIP, COUNTY = "379900001001", "379900001", "379900"
TODAY = date(2026, 11, 24)
HOSTILE = "周素琴 {{ 7*7 }} #set *_`<w:br/>&[]$1$"


def of(name="周素琴", **more):
    words = {
        "heading": "聘任书",
        "name": name,
        "opening": "经村（社区）提名，聘任您为",
        "office": "槐里村残疾人协会专职委员",
        "duty": "，负责残协的日常工作。",
        "span": "聘期自 2025年3月1日起。",
        "closing": "请您经常联系。",
        "signed": "榆岭镇残疾人联合会",
        "day": "2025年3月1日",
        "number": "示例残备〔2025〕17号",
        "clause": "《实施意见》二（三）",
    }
    return Letter(**{**words, **more})


def text_of(data):
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def template(*lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.fixture
def term(db):
    VillageFactory(code=HERE, name="槐里村")
    TownshipFactory(name="榆岭镇")
    who = ParticipantFactory(name="周素琴")
    return TermFactory(
        association=AssociationFactory(path=HERE, name="槐里村残协"),
        participant=who,
        commissioner=True,
        since_at=datetime(2025, 2, 28, 16, tzinfo=UTC),
        until_at=datetime(2027, 4, 17, 16, tzinfo=UTC),
        filed_at=datetime(2025, 3, 1, 2, tzinfo=UTC),
        basis="示例残备〔2025〕17号",
    )


def test_what_a_letter_says(term):
    said = letter(term, TODAY)

    assert said.office == "槐里村残疾人协会专职委员"
    assert said.opening == "经村（社区）提名、榆岭镇残联审核备案，聘任您为"
    assert said.span == "聘期自 2025年3月1日起，至 2027年4月18日前止。"
    assert (said.signed, said.day, said.number) == ("榆岭镇残疾人联合会", "2025年3月1日", "示例残备〔2025〕17号")
    assert said.clause == "《实施意见》二（三）「委员中至少明确1名为专职委员，负责残协的日常工作」"
    term.until_at = None
    assert letter(term, TODAY).span == "聘期自 2025年3月1日起。"


def test_word_names_its_chinese_fonts_and_says_everything_once():
    data = word(of()).data

    text = text_of(data)
    assert text.count("槐里村残疾人协会专职委员，负责残协的日常工作。") == 1
    assert "{{" not in text
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        document = package.read("word/document.xml").decode()
    assert 'w:eastAsia="仿宋"' in document
    assert 'w:eastAsia="黑体"' in document


def test_what_was_typed_is_text_and_nothing_else():
    assert HOSTILE in text_of(word(of(HOSTILE)).data)
    assert pdf(of(HOSTILE)).data.startswith(b"%PDF-1.7")


def test_the_pdf_is_tagged_and_says_its_language():
    data = pdf(of()).data

    assert b"/MarkInfo" in data
    assert b"/StructTreeRoot" in data
    assert b"pdfuaid" in data
    assert b"/Lang(zh" in data


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"not a document", "这不是 Word 文档"),
        (b"x" * (5 * 1024 * 1024 + 1), "最多 5 MB"),
        (template("{{ name }}"), "至少要有"),
        (template("{{ name }} {{ office }} {{ salary }}"), "“salary”不认识"),
        (template("{{ name } {{ office }}"), "花括号没有写对"),
        (template("{{ name }} {{ office.nothing.more }}"), "写不出聘任书"),
        (template("{{ name.__class__.__mro__ }} {{ office }}"), "写不出聘任书"),
    ],
    ids=["no document", "too big", "no office", "unknown", "braces", "breaks", "reaches out"],
)
def test_a_template_that_cannot_be_used_is_refused(data, sentence):
    with pytest.raises(Unusable, match=sentence):
        usable(data)


def test_a_package_that_inflates_beyond_measure_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * (41 * 1024 * 1024))
    with pytest.raises(Unusable):
        usable(made.getvalue())


def test_the_default_template_can_be_used():
    usable(DEFAULT.read_bytes())


def test_a_letter_is_seen_and_taken_along_and_that_is_on_the_trail(client, term):
    client.force_login(PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK).user)
    page = client.get(reverse("officers:letter", args=[term.pk])).text
    assert "聘任书" in page
    assert "盖章处" in page
    assert "槐里村残疾人协会专职委员" in page

    assert client.get(reverse("officers:letter_pdf", args=[term.pk])).content.startswith(b"%PDF")
    answer = client.get(reverse("officers:letter_word", args=[term.pk]))
    assert "周素琴" in text_of(answer.content)
    assert "attachment" in answer["Content-Disposition"]
    made = AuditEntry.objects.filter(action="officers.letter").order_by("number")
    assert [entry.changes for entry in made] == [{"form": "pdf"}, {"form": "word"}]


def test_a_county_replaces_the_template(client, term):
    client.force_login(PostFactory(path=COUNTY, role=Role.COUNTY_CLERK).user)
    address = reverse("officers:template")
    assert "现在用的是默认模板" in client.get(address).text
    assert "{{ office }}" in text_of(client.get(reverse("officers:template_file")).content)
    wrong = client.post(address, {"file": SimpleUploadedFile("模板.docx", b"nothing")})
    assert (wrong.status_code, "这不是 Word 文档" in wrong.text) == (422, True)
    assert not LetterTemplate.objects.exists()

    ours = template("本县专用", "{{ name }}任{{ office }}")
    assert client.post(address, {"file": SimpleUploadedFile("模板.docx", ours)}).status_code == 302
    assert "传的模板" in client.get(address).text

    client.force_login(PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK).user)
    text = text_of(client.get(reverse("officers:letter_word", args=[term.pk])).content)
    assert text == "本县专用\n周素琴任槐里村残疾人协会专职委员"
