"""The tick grid: days up to sixteen, weeks beyond."""

from datetime import date, timedelta

from clinic.paper.tick_grid import GridShape, TickRow, tick_grids

START = date(2026, 11, 23)
ROWS = [TickRow(1, "back rotator-cuff", 1, 7), TickRow(2, "broad back", 2, 3)]


def grids(days: int, **layout: object) -> list:
    return tick_grids(ROWS, START, START + timedelta(days), GridShape(**layout))


def test_two_weeks_are_day_columns_that_end_with_the_examination() -> None:
    (table,) = grids(14)
    assert len(table.columns) == 15
    assert [column.review for column in table.columns].count(True) == 1
    assert table.columns[-1].review
    assert [column.weekend for column in table.columns[:7]] == [False] * 5 + [True] * 2


def test_a_place_done_twice_a_day_has_two_boxes_a_day() -> None:
    (table,) = grids(14)
    assert table.rows[0][1][0] == 0
    assert table.rows[1][1][0] == 2


def test_longer_plans_take_a_column_for_each_week() -> None:
    (table,) = grids(84)
    assert table.weekly
    assert len(table.columns) == 12
    assert table.rows[0][1] == (7,) * 12
    assert table.rows[1][1] == (3,) * 12


def test_the_last_week_has_no_more_boxes_than_days() -> None:
    (table,) = grids(23)
    assert table.rows[0][1] == (7, 7, 7, 2)


def test_large_print_gets_a_table_for_each_week() -> None:
    assert [len(table.columns) for table in grids(13, week_rows=True)] == [7, 7]
    assert [len(table.columns) for table in grids(14, week_rows=True)] == [7, 7]
    assert [len(table.columns) for table in grids(83, week_rows=True, most_weeks=4)] == [4, 4, 4]
