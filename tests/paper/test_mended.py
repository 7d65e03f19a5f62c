"""Faults of the renderer that we mend: each is shown without the mending, so that it can go."""

from collections.abc import Iterator
from typing import Any

from clinic.paper import mended, pdf
from clinic.paper.renderer import HTML, part_of_renderer

# the last words fit the line without the space before the bold ones, and not with it
TEXT = "được tiểu tiện hoặc đại tiện; mới bị yếu ở chân."
PAGE = (
    '<!DOCTYPE html><html lang="vi"><head><title>x</title></head><body style="font-size:18pt">'
    '<p style="width:123mm">{} <b>Tất cả dấu hiệu phải dừng</b></p></body></html>'
)


def lines(box: Any) -> Iterator[str]:
    if type(box).__name__ == "LineBox":
        yield "".join(words(box))
    else:
        for child in getattr(box, "children", ()):
            yield from lines(child)


def words(box: Any) -> Iterator[str]:
    if hasattr(box, "text"):
        yield box.text
    for child in getattr(box, "children", ()):
        yield from words(child)


def laid_out() -> list[str]:
    fetcher, fonts = pdf._workshop()
    page = HTML(string=PAGE.format(TEXT), url_fetcher=fetcher)
    document = page.render(font_config=fonts, stylesheets=[pdf._sheet("base.css")])
    return list(lines(document.pages[0]._page_box))


def test_a_word_never_stands_alone_before_bold_words() -> None:
    assert laid_out()[0].strip() == TEXT


def test_the_renderer_still_has_this_fault(monkeypatch: Any) -> None:
    """When this fails, the renderer has mended it: `clinic/paper/mended.py` can go."""
    inline = part_of_renderer("layout.inline")
    monkeypatch.setattr(inline, "split_first_line", mended._split_first_line)
    assert laid_out()[0].strip() == "được"
