"""What the pages of one patient ask: each question once, however much the record holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, and_, select

from clinic.accounts.queries import members, settings_of, today_of, users_named, zone_of
from clinic.anatomy.rules import Place, View
from clinic.checkins.models import CheckIn
from clinic.checkins.queries import check_ins_of
from clinic.examinations.models import Edition, Examination, ExaminedPlace, Finding
from clinic.examinations.queries import findings_of, places_followed
from clinic.examinations.rules import ExaminationState
from clinic.handouts.models import Handout
from clinic.handouts.queries import handouts
from clinic.incidents.models import Incident
from clinic.patients.models import Consent, Episode, Patient
from clinic.patients.queries import consents, episodes
from clinic.plans.models import HomePlan, PlanEvent
from clinic.plans.queries import events_of, plans, targets_of
from clinic.plans.rules import STANDING, PlanState, Target
from clinic.rulebook.permissions import Role
from clinic.rulebook.refusals import NotFound
from clinic.safety.models import SafetyScreen
from clinic.safety.queries import screens
from clinic.samples.models import MassagerModel
from clinic.trigger_points.queries import register_of
from clinic.trigger_points.rules import FollowedPlace, Register
from clinic.work.paging import MOST, Paging
from clinic.work.unit import Work

# more than a page can show of one kind
_ALL = Paging(limit=MOST)


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One examination as the timeline tells it, in its newest version."""

    id: str
    state: ExaminationState
    edition: int
    examined_at: datetime
    created_at: datetime
    examiner_id: str | None
    episode_id: str | None
    void_reason: str
    reason: str
    recorded_by: str | None
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """What a finding says beside its class: how tender, and where on the drawing."""

    place: Place
    tenderness: int | None
    view: View | None
    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A patient's points through the examinations, and what the pages need to tell of them."""

    patient: Patient
    today: date
    zone: ZoneInfo
    days_apart: int
    visits: Sequence[VisitLine]
    # findings of the newest version of every visit: by examination, then by the finding's id
    spots: Mapping[str, Mapping[str, Spot]]
    register: Register
    point_ids: Mapping[Place, str]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Care(Followed):
    """All that the page of a patient rests on, read once."""

    screen_days: int
    clot_screen_days: int
    screens: Sequence[SafetyScreen]
    plans: Sequence[HomePlan]
    targets: Mapping[str, Sequence[Target]]
    events: Mapping[str, Sequence[PlanEvent]]
    models: Mapping[str, str]
    handouts: Sequence[Handout]
    consents: Sequence[Consent]
    incidents: Sequence[Incident]
    # by plan, then by day
    check_ins: Mapping[str, Mapping[date, CheckIn]]

    @property
    def plan(self) -> HomePlan | None:
        """The plan that stands: active or paused."""
        return standing(self.plans)


def standing(found: Iterable[HomePlan]) -> HomePlan | None:
    """Answer the plan that is active or paused; a patient has at most one."""
    return next((plan for plan in found if plan.state in STANDING), None)


def standing_plan_of(work: Work, patient_id: str) -> HomePlan | None:
    """Answer a patient's plan that is active or paused, to be changed by the deed that claims it.

    Unlike the plans' own question, this one locks nothing: the deed checks the version it saw.
    """
    return work.session.scalar(
        select(HomePlan).where(
            HomePlan.patient_id == patient_id, HomePlan.state.in_(sorted(STANDING))
        )
    )


def draft_plan(found: Iterable[HomePlan]) -> HomePlan | None:
    """Answer the newest plan that is not prescribed yet."""
    return next((plan for plan in found if plan.state is PlanState.DRAFT), None)


def followed_of(work: Work, patient: Patient) -> Followed:
    """Read a patient's points through the examinations."""
    visits = visits_of(work, patient.id)
    people = {visit.examiner_id for visit in visits if visit.examiner_id}
    return Followed(**_followed(work, patient, visits), names=users_named(work, sorted(people)))


def _followed(work: Work, patient: Patient, visits: Sequence[VisitLine]) -> dict[str, Any]:
    return {
        "patient": patient,
        "today": today_of(work),
        "zone": zone_of(work),
        "days_apart": settings_of(work).elimination_days,
        "visits": visits,
        "spots": spots_of(work, patient.id),
        "register": register_of(work, patient.id),
        "point_ids": point_ids(work, patient.id),
    }


def care_of(work: Work, patient: Patient) -> Care:
    """Read everything that the page of a patient shows to those who care for them."""
    settings = settings_of(work)
    visits = visits_of(work, patient.id)
    written = plans(work, patient.id, _ALL).items
    plan_ids = [plan.id for plan in written]
    events = events_of(work, plan_ids)
    screened = screens(work, patient.id, _ALL).items
    sheets = handouts(work, patient.id, _ALL).items
    agreed = consents(work, patient.id, _ALL).items
    incidents = incidents_of(work, plan_ids)
    people = {
        *(visit.examiner_id or visit.recorded_by for visit in visits),
        *(event.by for each in events.values() for event in each),
        *(screen.screened_by for screen in screened),
        *(sheet.issued_by for sheet in sheets),
        *(consent.recorded_by for consent in agreed),
        *(incident.reported_by for incident in incidents),
    }
    return Care(
        **_followed(work, patient, visits),
        screen_days=settings.screen_days,
        clot_screen_days=settings.clot_screen_days,
        screens=screened,
        plans=written,
        targets=targets_of(work, plan_ids),
        events=events,
        models=_models(work, written),
        handouts=sheets,
        consents=agreed,
        incidents=incidents,
        check_ins=check_ins_of(work, plan_ids),
        names=users_named(work, sorted(filter(None, people))),
    )


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """What reception may know of a patient (CONTRACT 2): a plan's state, its day, its sheets."""

    patient: Patient
    today: date
    zone: ZoneInfo
    plan: HomePlan | None
    events: Sequence[PlanEvent]
    handouts: Sequence[Handout]
    # whom to ask for more
    owners: Sequence[str]


def desk_of(work: Work, patient: Patient) -> AtTheDesk:
    """Read what the page of a patient shows to reception."""
    owners = [user for user, roles in members(work).items() if Role.OWNER in roles]
    plan = standing(plans(work, patient.id, _ALL).items)
    events = events_of(work, [] if plan is None else [plan.id])
    return AtTheDesk(
        patient=patient,
        today=today_of(work),
        zone=zone_of(work),
        plan=plan,
        events=[] if plan is None else events[plan.id],
        handouts=handouts(work, patient.id, _ALL).items,
        owners=sorted(users_named(work, owners).values()),
    )


@dataclass(frozen=True, slots=True)
class Papers:
    """Episodes and consents, newest first."""

    episodes: Sequence[Episode]
    consents: Sequence[Consent]
    names: Mapping[str, str]


def papers_of(work: Work, patient: Patient) -> Papers:
    """Read a patient's episodes and consents."""
    agreed = consents(work, patient.id, _ALL).items
    by = sorted({consent.recorded_by for consent in agreed if consent.recorded_by})
    return Papers(episodes(work, patient.id, _ALL).items, agreed, users_named(work, by))


def visits_of(work: Work, patient_id: str) -> Sequence[VisitLine]:
    """Answer all examinations of a patient, whatever their state, oldest first."""
    rows = work.session.execute(
        select(
            Examination.id,
            Examination.state,
            Examination.edition,
            Examination.examined_at,
            Examination.created_at,
            Examination.examiner_id,
            Examination.episode_id,
            Examination.void_reason,
            Edition.reason,
            Edition.recorded_by,
            Edition.content,
        )
        .join(
            Edition,
            and_(
                Edition.clinic_id == Examination.clinic_id,
                Edition.examination_id == Examination.id,
                Edition.edition == Examination.edition,
            ),
        )
        .where(Examination.patient_id == patient_id)
        .order_by(Examination.examined_at, Examination.signed_at, Examination.id)
    )
    return [VisitLine(**row) for row in rows.mappings()]


def spots_of(work: Work, patient_id: str) -> dict[str, dict[str, Spot]]:
    """Answer where a patient's findings lie and how tender they are, by examination and id."""
    rows = work.session.execute(
        select(
            Finding.examination_id,
            Finding.id,
            Finding.muscle,
            Finding.side,
            Finding.site,
            Finding.tenderness_grade,
            Finding.chart_view,
            Finding.chart_x,
            Finding.chart_y,
        )
        .join(
            Examination,
            and_(
                Examination.clinic_id == Finding.clinic_id,
                Examination.id == Finding.examination_id,
                Examination.edition == Finding.edition,
            ),
        )
        .where(Finding.clinic_id == work.actor.clinic, Examination.patient_id == patient_id)
    )
    found: dict[str, dict[str, Spot]] = {}
    for row in rows:
        place = Place(row.muscle, row.side, row.site)
        spot = Spot(place, row.tenderness_grade, row.chart_view, row.chart_x, row.chart_y)
        found.setdefault(row.examination_id, {})[row.id] = spot
    return found


def point_ids(work: Work, patient_id: str) -> dict[Place, str]:
    """Answer the ids of the places that are followed."""
    found = places_followed(work, [patient_id])
    return {place: point_id for (_patient, place), point_id in found.items()}


def incidents_of(work: Work, plan_ids: Sequence[str]) -> Sequence[Incident]:
    """Answer the incidents of home plans, newest first."""
    return work.session.scalars(
        select(Incident)
        .where(Incident.home_plan_id.in_(list(plan_ids)))
        .order_by(Incident.id.desc())
    ).all()


def _models(work: Work, written: Iterable[HomePlan]) -> dict[str, str]:
    wanted = sorted({plan.massager_model_id for plan in written if plan.massager_model_id})
    rows = work.session.execute(
        select(MassagerModel.id, MassagerModel.name).where(MassagerModel.id.in_(wanted))
    )
    return {row.id: row.name for row in rows}


@dataclass(frozen=True, slots=True)
class FollowedPoint:
    """One place of a patient, with the findings that its history rests on."""

    id: str
    place: Place
    # nothing where an amendment or a voiding took its last finding away
    followed: FollowedPlace | None
    # the finding that each examination's word rests on, by examination and finding, oldest first
    findings: Mapping[tuple[str, str], RowMapping]
    names: Mapping[str, str]
    zone: ZoneInfo
    today: date
    days_apart: int


def followed_point(work: Work, patient: Patient, point_id: str) -> FollowedPoint:
    """Read the history of one point.

    Raises:
        NotFound: the patient has no such point.

    """
    kept = work.find(ExaminedPlace, point_id)
    if kept.patient_id != patient.id:
        raise NotFound
    place = Place(kept.muscle, kept.side, kept.site)
    followed = register_of(work, patient.id).places.get(place)
    history = () if followed is None else followed.history
    visits = {visit.id: visit.edition for visit in visits_of(work, patient.id)}
    wanted = [(entry.examination_id, visits[entry.examination_id]) for entry in history]
    rows = findings_of(work, wanted)
    findings = {
        (entry.examination_id, row["id"]): row
        for entry in history
        for row in rows[entry.examination_id]
        if row["id"] == entry.finding_id
    }
    return FollowedPoint(
        id=kept.id,
        place=place,
        followed=followed,
        findings=findings,
        names=users_named(work, sorted({entry.examiner for entry in history})),
        zone=zone_of(work),
        today=today_of(work),
        days_apart=settings_of(work).elimination_days,
    )
