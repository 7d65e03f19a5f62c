"""What is written into the file."""

from typing import Any

from clinic.paper.renderer import part_of_renderer

_PDF = part_of_renderer("pdf.stream").pydyf
_to_bytes = _PDF._to_bytes  # noqa: SLF001 (what is stood in for)


def quick_bytes(item: Any) -> bytes:
    """Answer a name, a number or what is written already as bytes; most things are one of them."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]  # just asked
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]  # as above
    written: bytes = _to_bytes(item)
    return written


HERE = ((_PDF, "_to_bytes", quick_bytes),)
