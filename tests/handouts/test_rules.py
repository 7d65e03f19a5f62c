"""Short citations, and as few pictures as the places allow."""

import pytest

from clinic.anatomy.rules import View
from clinic.evidence.rules import REFERENCES
from clinic.handouts.rules import chosen_views, short_citation

BACK, FRONT, RIGHT = View.BACK, View.FRONT, View.RIGHT


@pytest.mark.parametrize(
    ("slug", "short"),
    [
        ("bron-2011", "Bron et al., BMC Med 2011;9:8"),
        ("celik-2013", "Celik and Mutlu, Curr Pain Headache Rep 2013;17:353"),
        ("lupowitz-2022", "Lupowitz, Int J Sports Phys Ther 2022;17:984"),
        ("percussion-neck-2025", "J Chiropr Med 2025;24:151\u2013162"),
        ("officewise-2006", "WorkSafe Victoria, Officewise, 2006"),
        ("uemoto-2013", "Uemoto et al., Curr Pain Headache Rep 2013;17"),
    ],
)
def test_a_publication_is_cited_in_a_few_words(slug: str, short: str) -> None:
    assert short_citation(REFERENCES[slug]) == short


def test_every_reference_has_a_short_citation_without_holes() -> None:
    for reference in REFERENCES.values():
        short = short_citation(reference)
        assert short
        assert "None" not in short
        assert len(short) < 90
        assert (reference.authors or short).split(" ")[0].rstrip(",") in short


def test_a_muscle_joins_the_picture_that_is_there_anyway() -> None:
    deltoid = {FRONT: 9.0, BACK: 8.0, RIGHT: 10.0}
    assert chosen_views({"deltoid": deltoid}, {BACK}) == {"deltoid": BACK}
    assert chosen_views({"deltoid": deltoid, "infraspinatus": {BACK: 5.0}}, ()) == {
        "deltoid": BACK,
        "infraspinatus": BACK,
    }


def test_alone_a_muscle_is_drawn_where_it_is_largest_from_front_or_back() -> None:
    assert chosen_views({"trapezius": {FRONT: 3.0, BACK: 11.0, RIGHT: 12.0}}, ()) == {
        "trapezius": BACK
    }


def test_a_mere_rim_is_not_drawn_although_its_picture_is_there() -> None:
    calf, chest = {FRONT: 1.0, BACK: 7.5}, {FRONT: 9.0}
    assert chosen_views({"calf": calf, "chest": chest}, ()) == {"calf": BACK, "chest": FRONT}


def test_a_side_is_drawn_only_where_nothing_else_shows_the_muscle() -> None:
    assert chosen_views({"temple": {FRONT: 0.5, RIGHT: 3.0}}, ()) == {"temple": RIGHT}
    assert chosen_views({"none": {}}, {BACK}) == {"none": None}
