"""How paper words days, times of day, lengths of time, doses and money."""

from collections.abc import Sequence
from datetime import date, datetime
from unicodedata import bidirectional

from babel.dates import format_date, format_skeleton
from markupsafe import Markup, escape

from clinic.languages import ENGLISH, Spoken, marked
from clinic.languages.spoken import locale_of
from clinic.paper.measure import width

_LONGEST_UNBROKEN = 28  # letters; a longer word must be allowed to break or it leaves the page
_HOUR = 60  # minutes
_BOX = 5  # letters that a box to tick and the gap before it take from a line
_COLUMN = 2  # letters that stand over a day
_TAIL = 30  # letters that may be kept together at a sentence's end
_END_OF_TYPED = "\u2069"  # behind what keeps a direction of its own
_STOPS = ".!?…\u3002\uff01\uff1f\u061f"  # the last ones Chinese and Arabic
_CHINESE = ("\u4e00", "\u9fff")


def _day(day: date, language: str, ours: str, skeleton: str) -> str:
    """Word a day in the order and with the names of its language; ours is without commas."""
    locale = locale_of(language)
    if locale.language == "en" and locale.territory != "US":
        return format_date(day, ours, locale=locale)
    text: str = format_skeleton(skeleton, day, locale=locale)
    return text


def long_day(day: date, language: str = "en-AU") -> str:
    """Word a day in full: Monday 23 November 2026."""
    return _day(day, language, "EEEE d MMMM y", "yMMMMEEEEd")


def short_day(day: date, language: str = "en-AU") -> str:
    """Word a day briefly: 23 Nov 2026."""
    return _day(day, language, "d MMM y", "yMMMd")


def week_day(day: date, language: str = "en-AU") -> str:
    """Word a day with its weekday, short: Mon 7 Dec 2026."""
    return _day(day, language, "EEE d MMM y", "yMMMEd")


def two_letters(day: date, language: str = "en-AU") -> str:
    """Word the weekday as briefly as its language does: Mo, T2, 周一, ن."""
    locale = locale_of(language)
    short = format_date(day, "EEEEEE", locale=locale)
    return short if len(short) <= _COLUMN else format_date(day, "EEEEE", locale=locale)


def day_and_month(day: date, language: str = "en-AU") -> str:
    """Word a day without its year: 23 Nov, 23/11."""
    return _day(day, language, "d MMM", "Md")


def moment(when: datetime, language: str = "en-AU") -> str:
    """Word a local moment: Friday 20 November 2026, 10:15."""
    return f"{long_day(when.date(), language)}, {when:%H:%M}"


def minutes(seconds: int, to: Spoken = ENGLISH) -> str:
    """Word a length of time: 5 min 30 s, 3 minutes, 45 seconds."""
    whole, rest = divmod(seconds, 60)
    if not whole:
        return to.count(rest, "{n} second", "{n} seconds")
    if not rest:
        return to.count(whole, "{n} minute", "{n} minutes")
    return to.say("{minutes} min {seconds} s", minutes=whole, seconds=rest)


def often(sessions_per_day: int, days_per_week: int, to: Spoken = ENGLISH) -> str:
    """Word how often: once a day; twice a day, 3 days a week."""
    if sessions_per_day == 1:
        times = to.say("once a day")
    elif sessions_per_day == 2:  # noqa: PLR2004 - twice
        times = to.say("twice a day")
    else:
        times = to.count(sessions_per_day, "{n} time a day", "{n} times a day")
    if days_per_week == 7:  # noqa: PLR2004 - a week has seven days
        return times
    days = to.count(days_per_week, "{n} day a week", "{n} days a week")
    return to.say("{times}, {days}", times=times, days=days)


def speed(frequency_hz: float, dial_mark: str = "", to: Spoken = ENGLISH) -> str:
    """Word a speed, by the mark on the dial where the massager's dial is known."""
    hertz = to.say("{number} Hz", number=to.number(frequency_hz))
    if dial_mark:
        return to.say("speed {mark} ({hertz})", mark=dial_mark, hertz=hertz)
    return to.say("speed {hertz}", hertz=hertz)


def plain_number(value: float) -> str:
    """Word a number in English without needless decimals: 45, 32.5."""
    return ENGLISH.number(value)


_SIDES = {"left": marked("Left"), "right": marked("Right")}
_REACH = {"strap": marked("Use the strap."), "helper": marked("Ask somebody to help you.")}


def place_title(plain_name: str, side: str, to: Spoken = ENGLISH) -> str:
    """Name a place in the patient's words: Right: top of the shoulder."""
    if side not in _SIDES:
        return plain_name
    return to.say("{side}: {place}", side=to.say(_SIDES[side]), place=lower_first(plain_name))


def spot_name(muscle: str, site: int, to: Spoken = ENGLISH) -> str:
    """Name one of several spots of a muscle; `site` 0 is the muscle as a whole."""
    return to.say("{muscle}, spot {number}", muscle=muscle, number=site) if site else muscle


def reach(how: str, to: Spoken = ENGLISH) -> str:
    """Say how the massager gets there; nothing is said of the own hand."""
    return to.say(_REACH.get(how, ""))


def money(cents: int, currency: str = "$") -> str:
    """Word an amount: $189.00."""
    return f"{currency}{cents // 100:,}.{cents % 100:02d}"


def figures(visits: int, minutes_each: int, cents_each: int, to: Spoken = ENGLISH) -> str:
    """Word what visits cost in money and time, with the assumptions that make it."""
    in_all = visits * minutes_each
    if in_all < _HOUR:
        time = to.count(in_all, "{n} minute", "{n} minutes")
    elif in_all == _HOUR:
        time = to.say("1 hour")
    else:
        time = to.say("{number} hours", number=to.number(in_all / 60))
    return to.say(
        "{visits} of {minutes} at {price}: {money} and {time} in all.",
        visits=to.count(visits, "{n} visit", "{n} visits"),
        minutes=to.count(minutes_each, "{n} minute", "{n} minutes"),
        price=money(cents_each),
        money=money(visits * cents_each),
        time=time,
    )


def count(number: int, one: str, many: str = "") -> str:
    """Word a count in English: 1 place, 6 places."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def direction(text: str) -> str:
    """Tell which way a typed text runs, `ltr` or `rtl`, by its first letter that has one."""
    sides = (bidirectional(letter) for letter in text)
    first = next((side for side in sides if side in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def clip(text: str, letters: int) -> str:
    """Cut a text that must fit one line, and show that it was cut."""
    if width(text) <= letters:
        return text
    kept = ""
    for letter in text:
        if width(kept + letter) >= letters:
            break
        kept += letter
    return kept.rstrip() + "…"


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
        room = letters - width(line[0])
        while fitting := [text for text in rest if width(text) + _BOX <= room]:
            longest = max(fitting, key=width)
            rest.remove(longest)
            line.append(longest)
            room -= width(longest) + _BOX
        lines.append(line)
    return lines


def lower_first(text: str) -> str:
    """Begin with a small letter, unless the first word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def stopped(text: str) -> str:
    """End with a full stop, unless the text ends in a mark of its own."""
    text = text.strip()
    if not text or text.rstrip(_END_OF_TYPED)[-1:] in _STOPS:
        return text
    return text + ("。" if _CHINESE[0] <= text[-1] <= _CHINESE[1] else ".")


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop."""
    text = stopped(text)
    return text[:1].upper() + text[1:]


def titled(text: str) -> str:
    """End a run-in title with a colon, unless it is a question."""
    text = text.strip()
    return text if text[-1:] in f"{_STOPS}:\uff1a" else text + ":"


def tied(text: str) -> tuple[str, str]:
    """Part a sentence's end from the rest: what a reference number must not be torn off from."""
    head, space, tail = text.rpartition(" ")
    if not head or len(tail) > _TAIL:
        return text[:-2], text[-2:]
    return head + space, tail


def sentences(texts: Sequence[str]) -> str:
    """Join remarks to running sentences."""
    return " ".join(sentence(text) for text in texts if text.strip())
