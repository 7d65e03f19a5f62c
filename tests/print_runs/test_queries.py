"""Looking for something to print costs the same, whatever was printed before."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from clinic.print_runs import queries
from clinic.work.unit import Work
from tests.conftest import NOON, Cast, on_postgresql, work_in

ASKED = (queries.has_free_item, queries.has_open_item, queries.free_item)


def way_to(clinic: Cast, asked: Callable[[Work], object]) -> str:
    """Answer how the database finds what is asked."""
    told: list[str] = []
    explain = "EXPLAIN " if on_postgresql() else "EXPLAIN QUERY PLAN "

    def look(one: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        cursor = one.connection.cursor()
        cursor.execute(explain + statement, parameters)
        told.extend(str(row) for row in cursor.fetchall())
        cursor.close()

    with work_in(clinic) as work:
        connection = work.session.connection()
        if on_postgresql():
            # a table with hardly a row is read as a whole, or sorted, otherwise
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_sort = off"))
        event.listen(connection, "before_cursor_execute", look)
        asked(work)
    return "\n".join(told)


@pytest.mark.parametrize("asked", ASKED)
def test_the_queue_is_found_by_its_own_index(clinic: Cast, asked: Callable[[Work], Any]) -> None:
    assert "ix_print_run_items_open" in way_to(clinic, asked)


def test_the_handouts_of_a_day_are_found_without_reading_all(clinic: Cast) -> None:
    way = way_to(clinic, lambda work: queries.plans_of_day(work, NOON.date()))
    assert "handouts" in way
    assert "SCAN handouts" not in way
    assert "Seq Scan on handouts" not in way
