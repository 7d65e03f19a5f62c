"""Deeds on print runs: by people, and by the worker that prints."""

from clinic.print_runs.use_cases.queue import (
    fail_item,
    finish_item,
    prepare_item,
    put_back,
    take_item,
)
from clinic.print_runs.use_cases.runs import begin_run, cancel_run, hand_out, read_run

__all__ = [
    "begin_run",
    "cancel_run",
    "fail_item",
    "finish_item",
    "hand_out",
    "prepare_item",
    "put_back",
    "read_run",
    "take_item",
]
