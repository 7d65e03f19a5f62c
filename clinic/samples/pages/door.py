"""The door itself, and what its pages share: which deed was refused, where a list goes on."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from clinic.web.fields import Line
from clinic.web.page import Pages
from clinic.web.shapes import Shape

pages = Pages("samples")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which deed a page is opened for."""

    do: str = ""


class AskedShape(Shape):
    makes = Asked

    do = Line(longest=40, load_default="")


def refused_deed() -> str:
    """Answer the deed that was refused, where its page is shown again: the form's last word."""
    return request.path.rsplit("/", 1)[-1] if request.method == "POST" else ""


def next_address(cursor: str | None) -> str | None:
    """Answer where the list of this page goes on."""
    if cursor is None:
        return None
    asked = [(k, v) for k, v in request.args.items(multi=True) if v and k != "cursor"]
    return f"{request.path}?{urlencode([*asked, ('cursor', cursor)])}"
