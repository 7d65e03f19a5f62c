"""How paper words days, times of day, lengths of time, doses and money."""

from collections.abc import Sequence
from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from markupsafe import Markup, escape

_TIMES = {1: "once", 2: "twice"}
_LONGEST_UNBROKEN = 28  # letters; a longer word must be allowed to break or it leaves the page
_HOUR = 60  # minutes
_BOX = 5  # letters that a box to tick and the gap before it take from a line


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def long_day(day: date, language: str = "en-AU") -> str:
    """Word a day in full: Monday 23 November 2026."""
    return format_date(day, "EEEE d MMMM y", locale=_locale(language))


def short_day(day: date, language: str = "en-AU") -> str:
    """Word a day briefly: 23 Nov 2026."""
    return format_date(day, "d MMM y", locale=_locale(language))


def week_day(day: date, language: str = "en-AU") -> str:
    """Word a day with its weekday, short: Mon 7 Dec 2026."""
    return format_date(day, "EEE d MMM y", locale=_locale(language))


def two_letters(day: date, language: str = "en-AU") -> str:
    """Word the weekday in two letters: Mo."""
    return format_date(day, "EEE", locale=_locale(language))[:2]


def day_and_month(day: date, language: str = "en-AU") -> str:
    """Word a day without its year: 23 Nov."""
    return format_date(day, "d MMM", locale=_locale(language))


def moment(when: datetime, language: str = "en-AU") -> str:
    """Word a local moment: Friday 20 November 2026, 10:15."""
    return f"{long_day(when.date(), language)}, {when:%H:%M}"


def minutes(seconds: int) -> str:
    """Word a length of time: 5 min 30 s, 3 minutes, 45 seconds."""
    whole, rest = divmod(seconds, 60)
    if not whole:
        return f"{rest} seconds"
    if not rest:
        return "1 minute" if whole == 1 else f"{whole} minutes"
    return f"{whole} min {rest} s"


def plain_number(value: float) -> str:
    """Word a number without needless decimals: 45, 32.5."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def often(sessions_per_day: int, days_per_week: int) -> str:
    """Word how often: once a day; twice a day, 3 days a week."""
    times = _TIMES.get(sessions_per_day, f"{sessions_per_day} times")
    if days_per_week == 7:  # noqa: PLR2004 - a week has seven days
        return f"{times} a day"
    days = "1 day a week" if days_per_week == 1 else f"{days_per_week} days a week"
    return f"{times} a day, {days}"


def speed(frequency_hz: float, dial_mark: str = "") -> str:
    """Word a speed, by the mark on the dial where the massager's dial is known."""
    hertz = f"{plain_number(frequency_hz)} Hz"
    return f"speed {dial_mark} ({hertz})" if dial_mark else f"speed {hertz}"


def money(cents: int, currency: str = "$") -> str:
    """Word an amount: $189.00."""
    return f"{currency}{cents // 100:,}.{cents % 100:02d}"


def figures(visits: int, minutes_each: int, cents_each: int) -> str:
    """Word what visits cost in money and time, with the assumptions that make it."""
    in_all = visits * minutes_each
    hours = plain_number(in_all / 60)
    time = (
        count(in_all, "minute")
        if in_all < _HOUR
        else f"{hours} {'hour' if in_all == _HOUR else 'hours'}"
    )
    each = f"{count(visits, 'visit')} of {count(minutes_each, 'minute')} at {money(cents_each)}"
    return f"{each}: {money(visits * cents_each)} and {time} in all."


def count(number: int, one: str, many: str = "") -> str:
    """Word a count: 1 place, 6 places."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def clip(text: str, letters: int) -> str:
    """Cut a text that must fit one line, and show that it was cut."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def unbroken(text: str) -> Markup:
    """Keep every word of a name whole: no break at a hyphen inside it."""
    words = [
        Markup('<span class="whole">{}</span>').format(word)
        if "-" in word and len(word) <= _LONGEST_UNBROKEN
        else escape(word)
        for word in text.split()
    ]
    return Markup(" ").join(words)


def packed(texts: Sequence[str], letters: int) -> list[list[str]]:
    """Set short texts on shared lines; none is dropped.

    Every line begins with the first text that is left, and takes the longest others that fit.
    """
    rest, lines = list(texts), []
    while rest:
        line = [rest.pop(0)]
        room = letters - len(line[0])
        while fitting := [text for text in rest if len(text) + _BOX <= room]:
            longest = max(fitting, key=len)
            rest.remove(longest)
            line.append(longest)
            room -= len(longest) + _BOX
        lines.append(line)
    return lines


def lower_first(text: str) -> str:
    """Begin with a small letter, unless the first word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def stopped(text: str) -> str:
    """End with a full stop, unless the text ends in a mark of its own."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else text + "."


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop."""
    text = stopped(text)
    return text[:1].upper() + text[1:]


def titled(text: str) -> str:
    """End a run-in title with a colon, unless it is a question."""
    text = text.strip()
    return text if text[-1:] in ".!?:" else text + ":"


def sentences(texts: Sequence[str]) -> str:
    """Join remarks to running sentences."""
    return " ".join(sentence(text) for text in texts if text.strip())
