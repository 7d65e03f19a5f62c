"""No sentence on paper or on the patient's page claims an effect unless it is an entry of evidence.

Whoever writes a new sentence that says what something does gives it an entry with its source, or,
where it claims nothing, a line below that says why not.
"""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# words by which a sentence may claim that something does good
CLAIMS = re.compile(
    r"\b(reliev\w*|relief|eas(?:e|es|ed|ing)|settl\w+|reduc\w+|help(?:s|ed|ing|ful)?|improv\w+"
    r"|prevent\w*|strengthen\w*|loosen\w*|relax\w*|blood flow|better|heal\w*|works?|effect\w*"
    r"|benefit\w*|faster|recover\w*|gone|comes? back|coming back|away|soften\w*|calm\w*|cure\w*"
    r"|remov\w+|weaker|stronger|grows?|shrink\w*)\b",
    re.IGNORECASE,
)

# sentences with such a word that claim nothing, each with the reason
REVIEWED = {
    "Go on when pain has gone, until we examine you.": "an instruction",
    "Go on when pain has gone.": "an instruction",
    "This is our advice from examining you on {examined}: go on after the pain has gone, until we"
    " examine you again on {review}.": "an instruction",
    "Go on after the pain has gone, until we examine you on {review}.": "an instruction",
    "No better after two reviews, or it keeps coming back?": "a question",
    "(sore the next day, what made it better or worse)": "the patient's own words",
    "They help you plan; they do not say what helps more.": "says that nothing is claimed",
    "Ask somebody to help you.": "a helper's hands",
    "Put the massager away for now.": "an instruction",
    "Throw this one away.": "an instruction",
    "Do not use it on a foot that feels numb or has poor blood flow.": "where not to",
    "Keep it away from your eyes and the thin bones of your face.": "where not to",
    "Stop, and get help at once.": "an instruction",
    "settle the pain": "the phase's aim, named by the contract",
    "keep it that way": "the phase's aim, named by the contract",
}

TEMPLATES = sorted(
    [
        *(ROOT / "templates" / "print").glob("handout*.html"),
        ROOT / "templates" / "print" / "parts.html",
        *(ROOT / "templates" / "checkins").glob("*.html"),
    ]
)
WORDS = [
    "clinic/handouts/html.py",
    "clinic/handouts/layouts.py",
    "clinic/paper/words.py",
    "clinic/paper/body_map.py",
    "clinic/plans/rules/life.py",
    "clinic/checkins/context.py",
]
CATALOGUES = [
    ("clinic/anatomy/data/cautions.csv", "patient_text"),
    ("clinic/safety/data/stop_signs.csv", "text"),
]


def spoken_in_template(text: str) -> Iterator[str]:
    """Say what a template prints of its own: strings inside its expressions, text between tags."""
    for expression in re.findall(r"\{[{%].*?[%}]\}", text, re.DOTALL):
        yield from re.findall(r'"([^"<>]*\s[^"<>]*)"', expression)
    plain = re.sub(r"\{#.*?#\}", " ", text, flags=re.DOTALL)
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "\n", plain, flags=re.DOTALL)
    plain = re.sub(r"<title>.*?</title>", "\n", plain)
    plain = re.sub(r"</?(?:b|span|bdi|i|sup)[^>]*>", "", plain)
    yield from re.sub(r"<[^>]*>", "\n", plain).split("\n")


def spoken_in_code(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    doc = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in doc:
            yield node.value


def sentences() -> list[str]:
    found: list[str] = []
    for path in TEMPLATES:
        found += spoken_in_template(path.read_text("utf-8"))
    for name in WORDS:
        found += spoken_in_code((ROOT / name).read_text("utf-8"))
    for name, column in CATALOGUES:
        with (ROOT / name).open(encoding="utf-8", newline="") as file:
            found += [row[column] for row in csv.DictReader(file)]
    return sorted({" ".join(s.split()) for part in found for s in re.split(r"(?<=[.?!])\s+", part)})


def unsourced(texts: list[str]) -> list[str]:
    return [text for text in texts if CLAIMS.search(text) and text not in REVIEWED]


def test_a_printed_sentence_that_claims_an_effect_is_an_entry_of_evidence() -> None:
    assert unsourced(sentences()) == []


def test_every_reviewed_sentence_is_still_printed() -> None:
    assert REVIEWED.keys() - set(sentences()) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Vibration loosens tight muscles.",
        "This helps blood flow.",
        "Your pain will ease.",
        "It works better than rest.",
        "Knots do not come back.",
    ],
)
def test_a_new_claim_would_be_found(text: str) -> None:
    assert unsourced([*spoken_in_template(f"<p>{text}</p>")]) == [text]
    assert unsourced([*spoken_in_template('{{ parts.steps(["' + text + '"]) }}')]) == [text]
    assert unsourced([*spoken_in_code(f'WORDS = "{text}"')]) == [text]
