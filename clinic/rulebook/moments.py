"""How an instant is written in an answer: ISO 8601 in UTC, to the millisecond."""

from datetime import datetime
from typing import overload


@overload
def written(moment: datetime) -> str: ...
@overload
def written(moment: None) -> None: ...
@overload
def written(moment: datetime | None) -> str | None: ...
def written(moment: datetime | None) -> str | None:
    """Write an instant, which is in UTC already; None stays None."""
    if moment is None:
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
