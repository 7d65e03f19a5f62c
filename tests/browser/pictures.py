"""Makes the pictures of docs/ and the README: pages of the example clinic, always on one day."""

import io
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from clinic.config import ROOT
from clinic.example.founding import PASSWORD, TEAM
from tests.browser.driving import WIDTHS, Seat, a_chromium, sign_in
from tests.browser.records import RECORDS, Find, Ids, filled_in
from tests.browser.serving import BEGINS, Served
from tests.conftest import Client

FOLDER = ROOT / "docs" / "pictures"
HEAVIEST = 200_000
# fewer colours than this show as bands
_COLOURS = 256


def _nothing(_owner: Client) -> Ids:
    return ()


def _begun(owner: Client) -> Ids:
    """Begin an examination of somebody with many points, as at the couch."""
    (patient_id,) = RECORDS["a patient with many points"](owner)
    told = {
        "complaint": "Neck and both shoulders, worse at the desk",
        "pain_now": 3,
        "pain_worst_week": 5,
    }
    return (owner.make(f"/patients/{patient_id}/examinations", told)["id"],)


def _planned(owner: Client) -> Ids:
    """Draft the plan that the last examination suggests."""
    (patient_id,) = RECORDS["a patient with a long course"](owner)
    newest = owner.read(f"/patients/{patient_id}/examinations")["items"][0]
    proposal = owner.read(f"/examinations/{newest['id']}/home-plan-proposal")
    body = {k: v for k, v in proposal.items() if k not in {"session_seconds", "left_out"}}
    return (owner.make(f"/patients/{patient_id}/home-plans", body)["id"],)


def _as_it_opens(_page: Page) -> None:
    """Leave the page as it is."""


@dataclass(frozen=True)
class Picture:
    """One picture: its name, width, page, and what is done on it before."""

    name: str
    address: str
    of: Find = _nothing
    width: int = 1440
    before: Callable[[Page], object] = _as_it_opens

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return FOLDER / f"{self.name}.png"


def _half_way(page: Page) -> None:
    """Examine half of the places, and stop in the middle of one."""
    for keys in ("Enter", "0", "b 2 f n", "Enter", "b 3 f"):
        for key in keys.split():
            page.keyboard.press(key)
    page.locator(".saved[data-state=saved]").wait_for()


PICTURES = (
    Picture("today", "/"),
    Picture("patient", "/patients/<id>", RECORDS["a patient followed for months"]),
    Picture("examination", "/examinations/<id>", _begun, before=_half_way),
    Picture("tablet", "/examinations/<id>", _begun, 820, _half_way),
    Picture("phone", "/examinations/<id>", _begun, 390, _half_way),
    Picture("plan", "/plans/<id>", _planned),
    Picture("samples", "/samples"),
)


def _light(png: bytes) -> bytes:
    """Answer the picture with at most 256 colours: a page has few, and it weighs a third."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    few = picture.quantize(_COLOURS, kmeans=2, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def _take(seat: Seat, owner: Client, picture: Picture) -> bytes:
    page = seat.page(picture.width, reduced_motion="reduce")
    # the browser's clock too, so that the pages' own times fit
    page.clock.set_system_time(BEGINS)
    sign_in(page, TEAM[0].email, PASSWORD)
    page.goto(filled_in(picture.address, picture.of(owner)), wait_until="networkidle")
    picture.before(page)
    height = WIDTHS[picture.width]
    png = page.screenshot(clip={"x": 0, "y": 0, "width": picture.width, "height": height})
    page.context.close()
    return _light(png)


def make(names: list[str]) -> None:
    """Make these pictures, or all."""
    unknown = sorted(set(names) - {picture.name for picture in PICTURES})
    if unknown:
        known = ", ".join(picture.name for picture in PICTURES)
        sys.exit(f"There is no picture {unknown[0]}. There are: {known}.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder), {})
        served.prepare()
        printed = served.run("example")
        token = re.search(r"palpate_\S+", printed)
        assert token is not None, "the command of the example clinic prints a token"
        owner = Client(served.app, token[0])
        with served.serving(), a_chromium() as browser:
            seat = Seat(browser, served.address)
            for picture in PICTURES:
                if not names or picture.name in names:
                    png = _take(seat, owner, picture)
                    if len(png) > HEAVIEST:
                        sys.exit(f"{picture.name} has {len(png)} bytes, more than {HEAVIEST}.")
                    picture.file.write_bytes(png)
                    sys.stdout.write(f"{picture.file.relative_to(ROOT)}: {len(png)} bytes\n")
            seat.close()
        served.close()


if __name__ == "__main__":
    make(sys.argv[1:])
