"""Two hundred numbers go in by every door; afterwards they are looked for wherever they must not be.

They may be read in clear nowhere but on the page that reveals one: not in the database or its
dump, not in logs, addresses, titles, headers, temporary files, caches or on pages that refuse something.
"""

import re
import subprocess
import time
from io import BytesIO

import openpyxl
import pytest

from tests.faults.browser import Browser
from tests.faults.load import PASSWORD

CANARIES = 200
GIVE_BACK = ("/people/new/", "/name/", "/sign-in/")
"""Forms: what somebody typed comes back to them, to be mended."""

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CLERK = """
from django.contrib.auth.hashers import make_password
from canxie.ground.accounts.models import User
from canxie.ground.divisions.models import Division
User.objects.filter(username="township").update(password=make_password(told["password"]))
post = User.objects.get(username="township").posts.get()
village = Division.objects.below(post.path).filter(valid_to=None, code__length=12).order_by("code").first()
print(json.dumps([post.path, village.name]))
""".replace("code__length=12", 'code__regex=r"^.{12}$"')
FOUND = """
from canxie.ground.registry.models import Person
people = Person.objects.filter(name__startswith="金丝雀").order_by("id")
print(json.dumps([[str(one.pk), str(one.household_id)] for one in people]))
"""


def numbers():
    """Numbers of people born on days of 1971, of the area that does not exist; their check digits by hand."""
    for index in range(CANARIES):
        first = f"3799001971{index % 12 + 1:02}{index % 28 + 1:02}{700 + index:03}"
        yield first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


NUMBERS = [*numbers()]
PHONES = [f"0000731{index:04}" for index in range(CANARIES)]


def roster(village: str) -> bytes:
    book, chinese = openpyxl.Workbook(), "甲乙丙丁戊己庚辛壬癸"
    book.active.append(["姓名", "身份证号", "残疾类别", "残疾等级", "联系电话", "村"])
    for index, (number, phone) in enumerate(zip(NUMBERS, PHONES, strict=True)):
        name = "金丝雀" + chinese[index // 100] + chinese[index // 10 % 10] + chinese[index % 10]
        book.active.append([name, number, "肢体", "二级", phone, village])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def clerk(house):
    """The clerk of a town, signed in, with the town's code and the name of one of its villages."""
    house.env["TMPDIR"] = str(house.var / "tmp")
    (house.var / "tmp").mkdir()
    house.serve()
    town, village = house.asks(CLERK, password=PASSWORD)
    browser = Browser(house.address)
    assert browser.signs_in("township", PASSWORD).status == 302
    return browser, town, village


def waits_for(browser: Browser, answer) -> str:
    """Follow a job to its end; return the address that it leads to."""
    job = re.search(r"/jobs/[0-9a-f-]{36}/", answer.location or answer.text)[0]
    for _ in range(300):
        page = browser.opens(job)
        if found := re.search(r'href="(/imports/[0-9a-f-]{36}/)"', page.text):
            return found[1]
        time.sleep(0.2)
    raise AssertionError(page.text)


def comes_in(browser: Browser, town: str, village: str) -> None:
    answer = browser.uploads("/imports/", roster(village), place=town)
    where = waits_for(browser, answer)
    page = browser.opens(where)
    assert f"写入 {CANARIES} 个新增" in page.text
    waits_for(browser, browser.posts(f"{where}write/"))
    browser.opens(f"{where}result/")


def is_looked_at(browser: Browser, people: list[tuple[str, str]]) -> None:
    """Search by the whole number and by phone, open, make mistakes, ask for what is not there."""
    for number, phone, (person, household) in zip(NUMBERS[:25], PHONES, people, strict=False):
        for typed in (number, phone, number[-4:]):
            found = browser.posts("/people/", q=typed)
            browser.opens(found.location)
        browser.opens(f"/people/{person}/")
        browser.opens(f"/people/households/{household}/")
        browser.opens(f"/visits/households/{household}/record/")
        browser.posts("/people/new/", name="甲", number=number, phone=phone, born_on="2026-02-30")
        browser.posts(f"/people/{person}/name/", name="", number=number)
        browser.posts(f"/people/{person}/nothing/", number=number)
        browser.posts("/sign-in/", username=number, password=number)


def test_numbers_stay_where_they_belong(house, clerk):
    browser, town, village = clerk
    comes_in(browser, town, village)
    people = house.asks(FOUND)
    assert len(people) == CANARIES
    before = len(browser.seen)
    revealed = browser.posts(f"/people/{people[0][0]}/reveal/", number="identifier")
    shown = re.sub(r"\s", "", revealed.text)
    assert sum(number in shown for number in NUMBERS) == 1
    del browser.seen[before:]
    is_looked_at(browser, people)

    house.process.terminate()
    house.process.wait()

    secrets = [secret.encode() for secret in NUMBERS + PHONES]
    places = {**files_of(house), **pages_of(browser)}
    assert len(places) > 200
    assert any(b"GET /people/" in text for text in places.values())
    assert {name: found for name, text in places.items() if (found := [one for one in secrets if one in text])} == {}


def files_of(house) -> dict[str, bytes]:
    """Everything that the house has written: its folder, and a dump of a database that lies elsewhere."""
    found = {
        str(file.relative_to(house.var)): file.read_bytes()
        for file in house.var.rglob("*")
        if file.is_file() and "demo" not in file.parts[len(house.var.parts) :][:1]
    }
    if house.database.startswith("postgres"):
        dump = subprocess.run(["pg_dump", house.database], capture_output=True, check=True)  # noqa: S603, S607  # ours
        found["dump"] = dump.stdout
    assert any(len(text) > 100_000 and b"\xe9\x87\x91\xe4\xb8\x9d\xe9\x9b\x80" in text for text in found.values())
    assert "log" in found
    return found


def pages_of(browser: Browser) -> dict[str, bytes]:
    """What a browser keeps of each page: address, where it was sent, title, headers; and all that was refused."""
    found = {}
    for index, (path, answer) in enumerate(browser.seen):
        title = "".join(re.findall(r"<title>.*?</title>", answer.text, flags=re.DOTALL))
        kept = [path, answer.location, title, answer.headers]
        if answer.status >= 400 and not path.endswith(GIVE_BACK):
            kept.append(answer.text)
        found[f"page {index} {path}"] = "\n".join(kept).encode()
    return found
