"""What pages show of print runs: the plans of a day to choose from, and how far a run has come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from clinic.accounts.queries import today_of, users_named
from clinic.handouts.rules import Layout
from clinic.languages import english_name, shipped
from clinic.print_runs import queries
from clinic.print_runs.rules import MOST_PLANS, Failure, ItemState
from clinic.rulebook.permissions import Permission
from clinic.work.unit import Work

_ONE_DAY = timedelta(days=1)
LAYOUTS = [
    ("", "As printed last, or the patient's own"),
    (Layout.STANDARD, "Standard"),
    (Layout.LARGE_PRINT, "Large print"),
]
_STATE_TAGS: Mapping[str, tuple[str, str, str]] = {
    "waiting": ("waiting", "", ""),
    "printing": ("printing", "", "printer"),
    "printed": ("ready", "ok", "ok"),
    "failed": ("not printed", "caution", "caution"),
    "cancelled": ("cancelled", "", ""),
}
# where a plan's page is the place to mend it
_MENDED_AT_THE_PLAN = {
    Failure.NOT_RUNNING,
    Failure.NO_SHEET_YET,
    Failure.NEEDS_A_CLINICIAN,
    Failure.NOT_PRINTABLE,
    Failure.WORKER_DIED,
}


def day_page(work: Work, wanted: date | None) -> dict[str, Any]:
    """Answer the plans of a day, today's unless another is named."""
    today = today_of(work)
    day = wanted or today
    plans = queries.plans_of_day(work, day)
    may_issue = work.actor.may(Permission.CARE)
    return {
        "day": day,
        "before": day - _ONE_DAY,
        "after": day + _ONE_DAY if day < today else None,
        "plans": plans[:MOST_PLANS],
        "there_are_more": len(plans) > MOST_PLANS,
        "may_issue": may_issue,
        "choosable": sum(1 for plan in plans if may_issue or plan.issued_at),
        "layouts": LAYOUTS,
    }


def run_lines(work: Work, runs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Answer runs as a list shows them."""
    names = users_named(work, [run["begun_by"] for run in runs])
    return [{**run, "title": title_of(run), "by": names.get(run["begun_by"], "")} for run in runs]


def title_of(run: Mapping[str, Any]) -> str:
    """Name a run by how many handouts it has."""
    number = run["counts"]["all"]
    return f"{number} handout{'' if number == 1 else 's'}"


def run_page(work: Work, run: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a run as its page shows it."""
    counts = run["counts"]
    items = [
        {
            **item,
            "tag": _STATE_TAGS[item["state"]],
            "what": ", ".join(_what(item)),
            "mended_at_the_plan": _is_mended(item),
        }
        for item in run["items"]
    ]
    by = [each for each in (run["begun_by"], run["cancelled_by"]) if each]
    names = users_named(work, by)
    return {
        "run": run,
        "title": title_of(run),
        "by": names.get(run["begun_by"], ""),
        "cancelled_by": names.get(run["cancelled_by"] or "", ""),
        "items": items,
        "failures": [item for item in items if item["state"] == ItemState.FAILED],
        "done": counts["printed"] + counts["failed"],
        "pages": sum(item["pages"] or 0 for item in items),
        "new_ones": sum(1 for i in items if i["state"] == "printed" and not i["is_reprint"]),
    }


def _what(item: Mapping[str, Any]) -> Iterator[str]:
    """Say what kind of sheet was printed."""
    if item["handout_id"] is None:
        return
    yield "again" if item["is_reprint"] else "new"
    if item["layout"] is Layout.LARGE_PRINT:
        yield "large print"
    if shipped(item["language"]) != "en":
        yield english_name(item["language"])
    yield f"{item['pages']} page{'' if item['pages'] == 1 else 's'}"


def _is_mended(item: Mapping[str, Any]) -> bool:
    return item["failure"] in _MENDED_AT_THE_PLAN
