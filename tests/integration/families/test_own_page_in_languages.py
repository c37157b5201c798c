"""The family's page and the copy on paper in every language: light, worded with care, and Arabic from right to left."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from accessctl.tokens import token_of
from cases.models import Case
from cases.services import NameEntry
from families.models import Relative
from families.services import page_codes
from tests.architecture.test_wording import FORBIDDEN, FORBIDDEN_IN
from tests.cast import Cast
from tests.factories import families
from tests.pdf import text_of

pytestmark = pytest.mark.django_db
LIMIT = 50_000
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Without the ligature of lam and alef: poppler gives the two letters of it back in the wrong order.
NAME, TOLD = "محمد سيسي", "خرج مع صديقه عند الفجر"
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</word>')


@pytest.fixture
def case(cast: Cast) -> Case:
    return families.a_case(cast, names=(NameEntry(full_original=NAME),), circumstances_text=TOLD)


@pytest.fixture
def visitor(cast: Cast, client: Client, case: Case) -> Client:
    token = token_of(Relative.objects.get(case=case).pk)
    sheet = page_codes.make_code(actor=cast.caseworker.actor, case_ref=case.ref, token=token)
    client.post("/family/", {"code": sheet.code, "pin": sheet.pin})
    return client


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_light_and_presumes_nothing(visitor: Client, language: str) -> None:
    visitor.post("/language/", {"language": language, "next": "/family/"})
    forbidden = re.compile(FORBIDDEN_IN[language], re.IGNORECASE) if language in FORBIDDEN_IN else FORBIDDEN
    sheet = (Path(settings.BASE_DIR) / "static/app/family.css").stat().st_size
    for path in ("/family/", "/family/withdraw/", "/family/ask/?kind=amend"):
        page = visitor.get(path).content
        assert len(page) + sheet <= LIMIT, (path, len(page), sheet)
        text = unescape(re.sub(r"<[^>]+>", " ", page.decode()))
        assert not forbidden.search(text), path
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page.decode()
    with translation.override(language):
        own = [gettext("How it stands"), gettext("What you agreed to"), gettext("Who has received or read it")]
    page = unescape(visitor.get("/family/").content.decode())
    assert all(words in page for words in own)
    assert language == "en" or not set(own) & {"How it stands", "What you agreed to", "Who has received or read it"}


def test_the_copy_on_paper_is_read_back_in_arabic_from_right_to_left(visitor: Client, tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", exc_type=OSError)
    visitor.post("/language/", {"language": "ar", "next": "/family/"})
    content = visitor.post("/family/copy/", {"as": "pdf"}).content
    text = " ".join(text_of(content, tmp_path).split())
    with translation.override("ar"):
        title, read = gettext("What we hold of you"), gettext("Who has received or read it")
    for words in (NAME, TOLD, title, read):
        assert words in text, "the letters come back in the order in which they were written"
    found = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", tmp_path / "paper.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    width = float(re.search(r'<page width="([\d.]+)"', found)[1])  # type: ignore[index]
    words = [(float(left), float(top), float(right)) for left, top, right, _said in WORD.findall(found)]
    first = min(top for _left, top, _right in words)
    line = [(left, right) for left, top, right in words if abs(top - first) < 3]
    assert len(line) >= len(title.split())
    assert max(right for _left, right in line) > width * 0.85, "the title begins at the right edge"
    assert min(left for left, _right in line) > width * 0.3, "and does not reach the left one"
