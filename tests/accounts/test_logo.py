"""The logo: what may be sent, what is made of it, where it is printed."""

import os
import struct
import subprocess
import sys
import zlib
from base64 import b64encode
from io import BytesIO
from typing import Any

import page as page_validation
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from werkzeug.test import TestResponse

from clinic.accounts.context import letterhead_of
from clinic.config import ROOT
from clinic.paper.html import page_of
from clinic.paper.letterhead import Letterhead
from clinic.paper.pdf import OwnAssetsOnly, to_pdf
from clinic.paper.picture import HIGHEST, LARGEST_FILE, WIDEST, Unusable, logo_from
from clinic.rulebook.permissions import Role
from clinic.samples.context import ReturnSlip, UnitLabel
from tests.browsing import words_of
from tests.conftest import NOON, Cast, work_in
from tests.paper.conftest import BORROWER, PARTS, UNIT

RED, CLEAR = (180, 30, 20), (0, 0, 0, 0)


def a_picture(
    width: int = 400, height: int = 200, kind: str = "PNG", mode: str = "RGB", **options: Any
) -> bytes:
    out = BytesIO()
    Image.new(mode, (width, height), options.pop("colour", RED)).save(out, kind, **options)
    return out.getvalue()


def send(clinic: Cast, content: bytes | None, role: Role = Role.OWNER) -> TestResponse:
    visitor = clinic.browse(role)
    parts = [b'form-data; name="csrf"\r\n\r\n' + visitor.csrf().encode()]
    if content is not None:
        named = b'form-data; name="logo"; filename="../../logo.png"\r\n'
        parts.append(named + b"Content-Type: image/png\r\n\r\n" + content)
    body = b"".join(b"--edge\r\nContent-Disposition: " + part + b"\r\n" for part in parts)
    return visitor.send(
        "POST",
        "/clinic/logo",
        data=body + b"--edge--\r\n",
        content_type="multipart/form-data; boundary=edge",
    )


# -- what is made of a file -----------------------------------------------------------
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_of_each_kind_becomes_a_png_of_our_own(kind: str) -> None:
    logo = logo_from(a_picture(2000, 500, kind))
    made = Image.open(BytesIO(logo.png))
    assert made.format == "PNG"
    assert made.size == (logo.width, logo.height) == (WIDEST, 180)
    assert logo_from(a_picture(2000, 500, kind)) == logo


def test_a_picture_is_made_smaller_and_never_larger() -> None:
    assert (logo_from(a_picture(100, 80)).width, logo_from(a_picture(100, 80)).height) == (100, 80)
    tall = logo_from(a_picture(400, 3000))
    assert (tall.width, tall.height) == (32, HIGHEST)


def test_what_is_transparent_stays_so() -> None:
    for mode in ("RGBA", "LA", "PA"):
        colour = CLEAR if mode == "RGBA" else 0
        sent = (
            a_picture(mode="RGBA", colour=CLEAR)
            if mode == "PA"
            else a_picture(mode=mode, colour=colour if mode == "RGBA" else (0, 0))
        )
        made = Image.open(BytesIO(logo_from(sent).png))
        assert made.mode == "RGBA"
        assert made.getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_nothing_but_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "patient Thu Ha"
    exif[0x0132] = "2026:11:20 10:00:00"
    notes = PngInfo()
    notes.add_text("Comment", "patient Thu Ha")
    for sent in (
        a_picture(kind="JPEG", exif=exif, comment=b"patient Thu Ha"),
        a_picture(pnginfo=notes, exif=exif),
        a_picture(kind="WEBP", exif=exif),
        a_picture() + b"patient Thu Ha",
    ):
        assert b"patient" in sent
        made = logo_from(sent).png
        assert b"patient" not in made
        assert set(chunks(made)) == {b"IHDR", b"IDAT", b"IEND"}


def chunks(png: bytes) -> list[bytes]:
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        found.append(png[at + 4 : at + 8])
        at += 12 + length
    return found


def test_a_picture_that_a_telephone_turned_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    logo = logo_from(a_picture(1200, 300, "JPEG", exif=exif))
    assert (logo.width, logo.height) == (60, HIGHEST)


def a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(name: bytes, body: bytes) -> bytes:
        ends = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + ends

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


GIF = a_picture(kind="GIF")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "nothing": (b"", "Choose a picture first."),
    "words": (b"hello", "Send a picture as PNG, JPEG or WebP."),
    "a drawing with a script": (SVG, "Send a picture as PNG, JPEG or WebP."),
    "a GIF": (GIF, "Send a picture as PNG, JPEG or WebP."),
    "a document": (b"%PDF-1.7\n", "Send a picture as PNG, JPEG or WebP."),
    "half a picture": (a_picture(2000, 2000)[:60], "damaged"),
    "half a photograph": (a_picture(2000, 2000, "JPEG")[:400], "damaged"),
    "a small bomb": (a_bomb(6000, 6000), "too many pixels"),
    "a bomb": (a_bomb(11_000, 11_000), "too many pixels"),
    "a large bomb": (a_bomb(60_000, 60_000), "too many pixels"),
    "one that lies": (a_bomb(2000, 2000), "damaged"),
    "a dot": (a_picture(1, 1), "too small"),
    "a hair": (a_picture(2000, 2), "too small"),
    "a heavy file": (a_picture() + b"\0" * LARGEST_FILE, "larger than 8 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_logo_is_refused_in_words(name: str) -> None:
    content, told = REFUSED[name]
    if content:
        with pytest.raises(Unusable, match=told):
            logo_from(content)


# -- the page --------------------------------------------------------------------------
def test_a_logo_is_set_seen_replaced_and_removed(clinic: Cast, other_clinic: Cast) -> None:
    visitor = clinic.browse(Role.OWNER)
    assert visitor.get("/clinic/logo").status_code == 404
    assert "No logo yet" in visitor.words("/clinic")
    assert send(clinic, a_picture(2000, 500)).status_code == 303
    answer = clinic.browse(Role.RECEPTION).get("/clinic/logo")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline"
    assert Image.open(BytesIO(answer.data)).size == (720, 180)
    assert 'src="/clinic/logo" width="720" height="180"' in visitor.see("/clinic")
    # another clinic has none
    assert other_clinic.browse(Role.OWNER).get("/clinic/logo").status_code == 404
    assert send(clinic, a_picture(100, 100)).status_code == 303
    assert Image.open(BytesIO(visitor.get("/clinic/logo").data)).size == (100, 100)
    visitor.press("/clinic", "/clinic/logo/remove")
    assert visitor.get("/clinic/logo").status_code == 404
    assert (
        visitor.send("POST", "/clinic/logo/remove", data={"csrf": visitor.csrf()}).status_code
        == 303
    )


@pytest.mark.parametrize("name", ["nothing", "words", "a large bomb", "a heavy file"])
def test_a_refused_file_is_told_at_its_field(clinic: Cast, name: str) -> None:
    send(clinic, a_picture())
    before = clinic.browse().get("/clinic/logo").data
    content, told = REFUSED[name]
    answer = send(clinic, content)
    assert answer.status_code == 422
    assert 'id="f-logo-err"' in answer.get_data(as_text=True)
    assert told in words_of(answer)
    assert clinic.browse().get("/clinic/logo").data == before


def test_a_form_without_a_file_and_one_far_too_large(clinic: Cast) -> None:
    assert send(clinic, None).status_code == 422
    assert send(clinic, b"\0" * (LARGEST_FILE + 4_000_000)).status_code == 413


def test_only_an_owner_sends_a_logo(clinic: Cast) -> None:
    assert send(clinic, a_picture(), Role.CLINICIAN).status_code == 403


def test_who_is_not_signed_in_sees_no_logo(clinic: Cast) -> None:
    send(clinic, a_picture())
    answer = clinic.app.test_client().get("/clinic/logo", headers={"Accept": "image/png"})
    assert answer.status_code == 401


# -- on paper -----------------------------------------------------------------------------
def test_the_letterhead_carries_the_clinics_logo(clinic: Cast, other_clinic: Cast) -> None:
    send(clinic, a_picture())
    kept = clinic.browse().get("/clinic/logo").data
    with work_in(clinic) as work:
        assert letterhead_of(work).logo == kept
    with work_in(other_clinic) as work:
        assert letterhead_of(work).logo == b""
        assert letterhead_of(work).logo_address == ""


def with_logo(logo: bytes, name: str = "Banksia Lane") -> Letterhead:
    return Letterhead(name, "14 Banksia Lane", "03 5550 1420", logo=logo)


def test_the_same_logo_prints_the_same_bytes_and_another_does_not() -> None:
    def printed(logo: bytes) -> bytes:
        label = UnitLabel(with_logo(logo), "GP-0147", "tel:0355501420")
        return to_pdf(page_of("unit-label.html", label), created=NOON).pdf

    logo = logo_from(a_picture()).png
    assert printed(logo) == printed(logo)
    assert printed(logo) != printed(logo_from(a_picture(colour=(0, 90, 60))).png)
    assert printed(logo) != printed(b"")
    found = page_validation.validate_pdf_bytes(printed(logo), profile="ua1")
    assert found.rules.total > 100
    assert not found.failures


def test_the_heaviest_logo_still_prints() -> None:
    noise = Image.frombytes("RGBA", (1440, 480), os.urandom(1440 * 480 * 4))
    out = BytesIO()
    noise.save(out, "PNG")
    head = with_logo(logo_from(out.getvalue()).png, "Long Name " * 20)
    paper = ReturnSlip(head, "7Hn4-2c", NOON.date(), BORROWER, UNIT, PARTS)
    html = page_of("return-slip.html", paper)
    assert len(html) < 1_500_000
    assert to_pdf(html, created=NOON).pages == 1


def test_a_sheet_takes_no_other_bytes_along() -> None:
    fetcher = OwnAssetsOnly()
    png = b64encode(logo_from(a_picture()).png).decode()
    assert fetcher.fetch(f"data:image/png;base64,{png}").read().startswith(b"\x89PNG")
    for address in (
        "data:text/css,*{}",
        f"data:image/svg+xml;base64,{b64encode(SVG).decode()}",
        f"data:image/png;base64,{b64encode(SVG).decode()}",
        "data:image/png;base64,%%%",
        f"data:image/jpeg;base64,{png}",
        "data:,x",
    ):
        with pytest.raises(ValueError, match=r"."):
            fetcher.fetch(address)


def test_what_reads_pictures_is_not_loaded_before_one_comes() -> None:
    code = "import clinic.app, sys; print('PIL' in sys.modules)"
    done = subprocess.run(  # noqa: S603 (a fixed command)
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
