"""A template filled in: what every page is given, and how days and times are written."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, get_flashed_messages, render_template, url_for
from jinja2 import pass_context
from jinja2.runtime import Context
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict

from clinic.rulebook.here import Here
from clinic.rulebook.permissions import Permission
from clinic.web.assets import keep_assets
from clinic.web.browser import csrf_token
from clinic.web.house import this_house
from clinic.web.visit import visit
from clinic.work.door import begin_work
from clinic.work.unit import Work


def shown(  # noqa: PLR0913 (a page has these)
    template: str,
    work: Work | None,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    errors: Mapping[str, list[str]] | None = None,
    typed: MultiDict[str, str] | None = None,
) -> Response:
    """Fill a template in, inside the work whose rows it shows."""
    here = None if work is None or work.actor.clinic_id is None else this_house().sign_in.here(work)
    told = get_flashed_messages()
    html = render_template(
        template,
        **{
            "actor": visit().actor,
            "clinic": here,
            "today": here and here.today,
            "errors": errors or {},
            "typed": typed,
            "told": told[-1] if told else "",
            **context,
        },
    )
    return Response(html, status, mimetype="text/html")


def shown_alone(template: str, context: Mapping[str, Any], *, status: int) -> Response:
    """Fill in a page of a refusal: with the clinic's frame where the database answers."""
    actor = visit().actor
    if actor.clinic_id is not None:
        try:
            with begin_work(this_house().workshop, actor, reads_only=True) as work:
                return shown(template, work, context, status=status)
        except SQLAlchemyError:
            pass  # what is told matters more than the frame around it
    return shown(template, None, context, status=status)


def open_templates(app: Flask) -> None:
    """Give templates their globals and filters."""
    keep_assets(app)
    root = Path(app.static_folder or "")

    def static(name: str) -> str:
        if not (root / name).is_file():
            raise LookupError(f"There is no static file {name}.")
        return url_for("static", filename=name)

    def once() -> str:
        return secrets.token_urlsafe(12)

    app.jinja_env.globals.update(
        static=static, once=once, csrf_token=csrf_token, Permission=Permission
    )
    app.jinja_env.filters.update(
        day=day, short_day=short_day, moment=moment, clock=clock, plural=plural, local=local
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _zone(context: Context) -> ZoneInfo:
    here: Here | None = context.get("clinic")
    return ZoneInfo("UTC") if here is None else here.zone


def _local(context: Context, value: date | datetime | str) -> date:
    """Answer the clinic's own date of a day, an instant, or one written as the API writes it."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    return value.astimezone(_zone(context)) if isinstance(value, datetime) else value


@pass_context
def day(context: Context, value: date | datetime | str) -> str:
    """Write a day: Mon 23 Nov 2026."""
    at = _local(context, value)
    return f"{at:%a} {at.day} {at:%b %Y}"


@pass_context
def short_day(context: Context, value: date | datetime | str) -> str:
    """Write a day of this year or the last: 23 Nov; of others with its year."""
    at = _local(context, value)
    here: Here | None = context.get("clinic")
    is_near = here is None or abs(here.today.year - at.year) == 0
    return f"{at.day} {at:%b}" if is_near else f"{at.day} {at:%b %Y}"


@pass_context
def moment(context: Context, value: datetime | str) -> str:
    """Write an instant on the clinic's clock: 23 Nov 2026, 10:15."""
    at = _local(context, value)
    return f"{at.day} {at:%b %Y, %H:%M}"


@pass_context
def clock(context: Context, value: datetime | str) -> str:
    """Write the time of an instant on the clinic's clock: 10:15."""
    return f"{_local(context, value):%H:%M}"


@pass_context
def local(context: Context, value: datetime | str) -> str:
    """Write an instant as a form's field holds it: 2026-11-23T10:15."""
    return f"{_local(context, value):%Y-%m-%dT%H:%M}"


def plural(count: int, one: str, many: str = "") -> str:
    """Write a count with its noun: 1 place, 2 places."""
    return f"{count} {one if count == 1 else many or one + 's'}"
