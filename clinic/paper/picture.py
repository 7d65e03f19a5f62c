"""Make a logo anew from what somebody sent: checked, sized for print, nothing hidden in it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_FILE = 8_000_000  # bytes (SAFETY 4: uploads 8 MB)
# a photograph of a good telephone; what unpacks to more is refused before it is unpacked
MOST_PIXELS = 24_000_000
LEAST_SIDE = 40
# 45 by 13 mm on paper, at more than 400 dots to the inch
WIDEST, HIGHEST = 720, 240
_KINDS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of our own making."""

    png: bytes
    width: int
    height: int


class Unusable(ValueError):
    """Say in the sender's words why a file cannot be a logo."""


def logo_from(sent: bytes) -> Logo:
    """Answer the logo that a file shows.

    Raises:
        Unusable: no picture, of another kind, damaged, too large or too small.

    """
    if len(sent) > LARGEST_FILE:
        raise Unusable("The file is larger than 8 MB.")
    # Pillow takes a while to load, and few requests need it
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415

    try:
        with (
            _whole_ones_only(),
            warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(BytesIO(sent), formats=_KINDS) as picture,
        ):
            _check_size(*picture.size)
            picture.draft("RGB", (WIDEST * 2, WIDEST * 2))
            has_holes = picture.has_transparency_data
            image: Image.Image = picture.convert("RGBA" if has_holes else "RGB")
            image.thumbnail((WIDEST, WIDEST))
            # a telephone turns its pictures by a note that is about to be left out
            image.info = dict(picture.info)
            image = ImageOps.exif_transpose(image)
            image.thumbnail((WIDEST, HIGHEST))
            return _written(image)
    except Unusable:
        raise
    except UnidentifiedImageError as error:
        raise Unusable("Send a picture as PNG, JPEG or WebP.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable(_TOO_LARGE) from error
    except Exception as error:  # a damaged file fails in many ways
        raise Unusable("The picture is damaged and cannot be read.") from error


@contextmanager
def _whole_ones_only() -> Iterator[None]:
    """Take no half picture, whatever others in this process permit Pillow."""
    from PIL import ImageFile  # noqa: PLC0415

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


_TOO_LARGE = "The picture has too many pixels: at most 24 million, 6000 by 4000."


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Unusable(_TOO_LARGE)
    if min(width, height) < LEAST_SIDE:
        raise Unusable(f"The picture is too small: at least {LEAST_SIDE} pixels each way.")


def _written(image: "Image") -> Logo:
    """Write the pixels alone: no place, camera, comment or colour profile goes along."""
    from PIL import Image as Images  # noqa: PLC0415

    bare = Images.frombytes(image.mode, image.size, image.tobytes())
    out = BytesIO()
    bare.save(out, "PNG", optimize=True)
    return Logo(out.getvalue(), *image.size)
