"""One pair of hands at a page: by keyboard alone, by mouse or by touch, every movement counted.

Seconds follow the keystroke-level model (Card, Moran and Newell, 1980): a key 0.28, pointing 1.10,
pressing or tapping 0.20, and 1.35 to think before each step.
"""

from dataclasses import dataclass
from enum import StrEnum

from playwright.sync_api import Locator, Page

KEY, POINT, PRESS, THINK = 0.28, 1.10, 0.20, 1.35
# nobody presses Tab more often than this to reach something
_MOST_TABS = 120


class Means(StrEnum):
    KEYBOARD = "keyboard"
    MOUSE = "mouse"
    TOUCH = "touch"

    @property
    def width(self) -> int:
        """The window of whoever works so: a tablet is touched."""
        return 820 if self is Means.TOUCH else 1440


@dataclass
class Hands:
    """What was done so far, and how to do more."""

    page: Page
    means: Means
    keys: int = 0
    presses: int = 0
    thoughts: int = 0

    @property
    def seconds(self) -> float:
        """How long a practised person takes for all of it, without the server's time."""
        return self.keys * KEY + self.presses * (POINT + PRESS) + self.thoughts * THINK

    def __str__(self) -> str:
        return f"{self.keys} keys, {self.presses} presses, {self.seconds:.0f} seconds"

    def thing(self, name: str) -> Locator:
        """Find a button or link by its whole name; the first where there are two."""
        named = self.page.get_by_role("button", name=name, exact=True)
        return named.or_(self.page.get_by_role("link", name=name, exact=True)).first

    def choose(self, what: Locator | str) -> None:
        """Go to a button or link and press it."""
        target = self.thing(what) if isinstance(what, str) else what
        self.thoughts += 1
        self._press(target, "Enter")

    def tick(self, what: Locator) -> None:
        """Press one of a few, of which no thought is needed any more."""
        self._press(what, "Space")

    def write(self, where: Locator, words: str) -> None:
        """Go to a field and type into it."""
        self.thoughts += 1
        if self.means is Means.KEYBOARD:
            self._tab_to(where)
        else:
            self._press(where, "")
        self.type(words)

    def type(self, words: str) -> None:
        """Type where the focus is."""
        self.page.keyboard.type(words)
        self.keys += len(words)

    def press(self, keys: str) -> None:
        """Press these keys one after another."""
        for key in keys.split():
            self.page.keyboard.press(key)
            self.keys += 1

    def _press(self, target: Locator, key: str) -> None:
        if self.means is Means.KEYBOARD:
            self._tab_to(target)
            self.press(key)
            return
        self.presses += 1
        if self.means is Means.TOUCH:
            target.tap()
        else:
            target.click()

    def _tab_to(self, target: Locator) -> None:
        """Press Tab until the focus is there: what cannot be reached so is a fault."""
        target.wait_for()
        for _ in range(_MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{target} was not reached with {_MOST_TABS} times Tab")
