"""Every sentence that a patient may read: in templates, in code, in our own catalogues."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

from clinic.anatomy.rules import MUSCLES, REGIONS
from clinic.evidence.rules import ADVICE, STATEMENTS, THERAPIES
from clinic.plans.context import POSITIONS
from clinic.plans.rules import PHASE_WORDS
from clinic.safety.rules import STOP_SIGNS

ROOT = Path(__file__).resolve().parents[1]
# the functions that say a sentence, and which of their arguments it is
_SAID = {"say": (1,), "say_html": (1,), "marked": (1,), "count": (2, 3)}
_CODE = (
    "clinic/languages",
    "clinic/paper",
    "clinic/handouts",
    "clinic/checkins",
    "clinic/translations",
)
_PAGES = ("templates/print", "templates/checkins")
Sentence = tuple[str | tuple[str, str], str]  # English, or one and many; and where it stands


def sentences() -> Iterator[Sentence]:
    """Yield every sentence with where it stands, in an order that never changes."""
    for folder in _PAGES:
        for file in sorted((ROOT / folder).glob("*.html")):
            yield from _said_in(file, "jinja2")
    for folder in _CODE:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield from _said_in(file, "python")
    yield from _named()


def _said_in(file: Path, method: str) -> Iterator[Sentence]:
    options = {"trimmed": "true", "silent": "false"} if method == "jinja2" else {}
    for _line, said, _comments, _context in extract_from_file(
        method, str(file), keywords=_SAID, options=options
    ):
        yield (tuple(said) if isinstance(said, tuple) else said), str(file.relative_to(ROOT))


def _named() -> Iterator[Sentence]:
    """Yield what the product's own catalogues say to patients."""
    for muscle in MUSCLES.values():
        yield muscle.plain_name, f"muscle {muscle.slug}: {muscle.name}"
    for caution in dict.fromkeys(c for m in MUSCLES.values() for c in m.patient_cautions):
        yield caution, "a caution"
    for region in sorted({REGIONS[muscle.region].name for muscle in MUSCLES.values()}):
        yield region, "a part of the body"
    for sign in STOP_SIGNS.values():
        yield sign.text, f"a stop sign, {sign.urgency.value}"
    for statement in STATEMENTS.values():
        yield statement.text, f"a claim: {statement.slug}"
    for therapy in THERAPIES.values():
        yield therapy.name, "a therapy"
        yield therapy.patient_text, f"a claim: {therapy.slug}"
    for advice in ADVICE.values():
        yield advice.title, f"a title of advice: {advice.slug}"
        yield advice.text, f"advice: {advice.slug}"
    for words in PHASE_WORDS.values():
        yield words, "the aim of a plan"
    for position in POSITIONS:
        yield position, "a position"


def template() -> Catalog:
    """Gather all sentences into one catalogue without translations."""
    gathered = Catalog(project="Palpate", charset="utf-8")
    for said, where in sentences():
        gathered.add(said, auto_comments=[where])
    return gathered
