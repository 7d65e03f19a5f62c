"""Ids in addresses: one of another kind is absent, found out after all else is checked."""

from flask import Flask
from werkzeug.routing import BaseConverter

from clinic.web.fields import is_id

# stands for whatever is no id of ours: no record has it, and nobody's text reaches the journal
OF_ANOTHER_KIND = "of-another-kind"


class IdConverter(BaseConverter):
    """Our ids in addresses. The order of refusals (CONTRACT 2) asks for 401 to 422 before 404."""

    # a dot begins the ending of a document's address
    regex = "[^/.]+"

    def to_python(self, value: str) -> str:
        """Answer the id, or what stands for none."""
        return value if is_id(value) else OF_ANOTHER_KIND


def open_addresses(app: Flask) -> None:
    """Teach the app's addresses our ids: `<id:patient_id>`."""
    app.url_map.converters["id"] = IdConverter
