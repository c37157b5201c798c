"""Papers: they fetch nothing, and what they say can be read back in any script."""

from __future__ import annotations

import pytest

from accessctl import pdf
from tests.access.reading import pdf_text
from tests.pdf import text_of


def test_a_paper_fetches_nothing() -> None:
    for url in ("file:///etc/passwd", "https://example.org/pixel.png", "data:text/css,a"):
        with pytest.raises(ValueError, match="nothing outside"):
            pdf._nothing(url)


@pytest.mark.parametrize(
    ("language", "direction", "sentence"),
    [
        ("ar", "rtl", "يحق لكم سحب موافقتكم في أي يوم"),
        ("ru", "ltr", "Вы можете отозвать согласие в любой день"),
        ("en", "ltr", "You may take back any yes"),
    ],
)
def test_a_sentence_is_read_back_as_it_was_written(language: str, direction: str, sentence: str, tmp_path) -> None:
    head = f'<html lang="{language}" dir="{direction}"><head><title>x</title></head>'
    page = f'{head}<body class="paper"><p>{sentence}</p></body></html>'
    content = pdf.draw(page, "app/paper.css")
    assert content.startswith(b"%PDF")
    assert b"pdfuaid" in pdf_text(content)
    assert " ".join(text_of(content, tmp_path).split()) == sentence
