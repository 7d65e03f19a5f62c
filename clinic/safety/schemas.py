"""Shapes of safety screens and of the safety catalogues."""

from marshmallow import fields

from clinic.anatomy.rules import REGIONS
from clinic.safety.rules import QUESTIONS, Answer, AppliesTo, FlagArea, Outcome, Strength
from clinic.safety.use_cases import NewScreen
from clinic.web.fields import Id, Moment, Several, Text, Word
from clinic.web.shapes import Shape

_PATIENT = "0193a5f0-3f00-7000-8000-000000000010"

AnswersShape = Shape.from_dict({slug: Word(Answer) for slug in QUESTIONS}, name="SafetyAnswers")
SitesShape = Shape.from_dict(
    {slug: Several(Word(REGIONS), most=len(REGIONS)) for slug in QUESTIONS}, name="SafetySites"
)


class NewScreenShape(Shape):
    """A question left out is `unknown`. A site question answered `yes` needs its `sites`."""

    makes = NewScreen

    answers = fields.Nested(AnswersShape, required=True)
    sites = fields.Nested(SitesShape, load_default=dict)
    note = Text(load_default="")

    example = {
        "answers": {**dict.fromkeys(QUESTIONS, "no"), "fresh-haematoma-or-tear": "yes"},
        "sites": {"fresh-haematoma-or-tear": ["thigh"]},
        "note": "Corked thigh at football on Saturday",
    }


_Answered = Shape.from_dict(
    {
        slug: Word(Answer, required=True, error_messages={"required": "Not answered yet."})
        for slug in QUESTIONS
    },
    name="EverySafetyAnswer",
)


class AnsweredScreenShape(NewScreenShape):
    """The screen as a page asks it: somebody who reads every question answers every question."""

    answers = fields.Nested(_Answered, required=True)


class ScreenReasonShape(Shape):
    slug = fields.String()
    answer = Word(Answer)
    regions = Several(Word(REGIONS), most=len(REGIONS))


class ScreenShape(Shape):
    """What was answered, and what followed from it."""

    id = Id()
    patient_id = Id()
    created_at = Moment()
    screened_by = Id(allow_none=True)
    answers = fields.Dict(keys=fields.String(), values=fields.String())
    sites = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    note = Text()
    outcome = Word(Outcome)
    reasons = fields.List(fields.Nested(ScreenReasonShape))
    barred_regions = Several(Word(REGIONS), most=len(REGIONS))
    cautioned_regions = Several(Word(REGIONS), most=len(REGIONS))

    example = {
        "id": "0193a5f0-3f00-7000-8000-000000000030",
        "patient_id": _PATIENT,
        "created_at": "2026-11-20T00:15:00.000Z",
        "screened_by": "0193a5f0-3f00-7000-8000-000000000001",
        **NewScreenShape.example,
        "outcome": "caution",
        "reasons": [{"slug": "fresh-haematoma-or-tear", "answer": "yes", "regions": ["thigh"]}],
        "barred_regions": ["thigh"],
        "cautioned_regions": [],
    }


class QuestionShape(Shape):
    """One question of the screen."""

    slug = fields.String()
    strength = Word(Strength)
    applies_to = Word(AppliesTo)
    question = fields.String()
    source = fields.String()

    example = {
        "slug": "pregnancy",
        "strength": "relative",
        "applies_to": "all",
        "question": "Pregnancy (abdomen and low back are absolute)",
        "source": "CLINICAL 5.2",
    }


class RedFlagShape(Shape):
    """One sign to stop home care and refer."""

    slug = fields.String()
    area = Word(FlagArea)
    text = fields.String()
    emergency = fields.Boolean()
    source = fields.String()

    example = {
        "slug": "saddle-numbness",
        "area": "back",
        "text": "Numb between the legs",
        "emergency": True,
        "source": "CLINICAL 5.3",
    }
