"""The app: the explicit list of rooms, and the only file that knows them all."""

from flask import Flask, Response
from flask_compress import Compress
from flask_migrate import Migrate
from jinja2 import StrictUndefined

from clinic.accounts import api as accounts
from clinic.accounts import commands as account_commands
from clinic.accounts import pages as accounts_pages
from clinic.accounts import queries as accounts_queries
from clinic.accounts import use_cases as accounts_deeds
from clinic.anatomy import api as anatomy
from clinic.anatomy import pages as anatomy_pages
from clinic.audit import api as audit
from clinic.audit import commands as audit_commands
from clinic.audit import pages as audit_pages
from clinic.checkins import api as checkins
from clinic.checkins import pages as checkins_pages
from clinic.checkins import queries as checkins_questions
from clinic.config import ROOT, Config
from clinic.desk import pages as desk_pages
from clinic.evidence import api as evidence
from clinic.examinations import api as examinations
from clinic.examinations import pages as examination_pages
from clinic.example import commands as example_commands
from clinic.exchange import api as exchange
from clinic.handouts import api as handouts
from clinic.handouts import pages as handouts_pages
from clinic.incidents import api as incidents
from clinic.incidents import pages as incidents_pages
from clinic.letters import api as letters
from clinic.letters import pages as letters_pages
from clinic.paper.printing import Press, PressLimits
from clinic.patients import api as patients
from clinic.patients import pages as patient_pages
from clinic.plans import api as plans
from clinic.plans import pages as plans_pages
from clinic.plans import use_cases as plan_deeds
from clinic.print_runs import api as print_runs
from clinic.print_runs import commands as print_run_commands
from clinic.print_runs import pages as print_runs_pages
from clinic.safety import api as safety
from clinic.safety import pages as safety_pages
from clinic.samples import api as samples
from clinic.samples import pages as sample_pages
from clinic.store.database import db, open_database
from clinic.translations import api as translations
from clinic.translations import pages as translation_pages
from clinic.trigger_points import api as trigger_points
from clinic.trigger_points import context as register_shown
from clinic.trigger_points import use_cases as register
from clinic.web import models as _kept_answers  # noqa: F401 (its table belongs to the schema)
from clinic.web.assets import TRAVELS_SMALL, static_address
from clinic.web.browser import set_up_cookies
from clinic.web.documents import open_document, serve_document
from clinic.web.errors import answer_errors
from clinic.web.house import House, SignIn, settle
from clinic.web.pace import Pace
from clinic.web.ready import check_ready
from clinic.web.shown import open_templates
from clinic.web.visit import LARGEST_BODY, add_headers, drain, sign_in
from clinic.work.door import Workshop
from clinic.work.journal import Anchors
from clinic.work.unit import Consequences

VERSION = "0.1.0"
STATIC = ROOT / "clinic" / "static"

# the JSON doors, in the order of the API document
DOORS = (
    accounts.api,
    patients.api,
    safety.api,
    examinations.api,
    trigger_points.api,
    plans.api,
    checkins.api,
    handouts.api,
    print_runs.api,
    letters.api,
    samples.api,
    incidents.api,
    exchange.api,
    anatomy.api,
    evidence.api,
    translations.api,
    audit.api,
)

# the pages, for people at a browser
PAGES = (
    accounts_pages.pages,
    audit_pages.pages,
    translation_pages.pages,
    anatomy_pages.pages,
    examination_pages.pages,
    desk_pages.pages,
    patient_pages.pages,
    sample_pages.pages,
    safety_pages.pages,
    plans_pages.pages,
    checkins_pages.pages,
    handouts_pages.pages,
    print_runs_pages.pages,
    letters_pages.pages,
    incidents_pages.pages,
)

COMMANDS = (
    account_commands.clinics,
    account_commands.users,
    account_commands.tokens,
    audit_commands.audit,
    print_run_commands.worker,
    example_commands.example,
)

# what follows from a deed in the rooms above it, in the same transaction, and what they are asked
CONSEQUENCES: Consequences = {
    "examination.signed": (register.follow_examination, plan_deeds.pause_for_red_flag),
    "patient.screened": (plan_deeds.pause_for_screen,),
    "examination.voided": (register.follow_examination,),
    "register.asked": (register_shown.known_points,),
    "adherence.asked": (checkins_questions.adherence_asked,),
    "clinic.elimination_changed": (register.follow_settings,),
}


def create_app(config: Config) -> Flask:
    """Make the app: database, doors, commands, errors, headers."""
    app = Flask(
        "clinic",
        template_folder=str(ROOT / "templates"),
        static_folder=str(STATIC),
        static_url_path=static_address(STATIC),
    )
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=200_000,
        MAX_FORM_PARTS=200,
        TRUSTED_HOSTS=config.trusted_hosts,
    )
    app.jinja_env.undefined = StrictUndefined
    set_up_cookies(app, config)
    app.config["COMPRESS_MIMETYPES"] = TRAVELS_SMALL
    Compress(app)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    open_database(app, config.database_url)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    workshop = Workshop(
        secret=config.secret_key,
        anchors=Anchors(config.instance / "audit-anchors.txt"),
        consequences=CONSEQUENCES,
    )
    settle(
        app,
        House(
            config=config,
            workshop=workshop,
            sign_in=SignIn(
                with_token=accounts_deeds.sign_in_with,
                note=accounts_deeds.note_sign_in,
                with_session=accounts_deeds.visitor_of,
                note_session=accounts_deeds.note_visit,
                here=accounts_queries.here,
            ),
            # whoever finds every slot taken is told to try again, and does not wait here too
            press=Press(
                config.instance / "press",
                PressLimits(slots=config.printing_slots, wait_seconds=0.0),
            ),
            pace=Pace(config.instance / "requests", config.token_requests_per_minute),
            public_pace=Pace(
                config.instance / "public-requests", config.public_requests_per_minute
            ),
        ),
    )
    answer_errors(app)
    app.before_request(sign_in)
    app.after_request(add_headers)
    app.after_request(drain)
    document = open_document(app, VERSION)
    for door in DOORS:
        document.register_blueprint(door)
    serve_document(app, document, check_ready)
    open_templates(app)
    for pages in PAGES:
        app.register_blueprint(pages)
    for group in COMMANDS:
        app.cli.add_command(group)

    @app.get("/healthz")
    def healthz() -> Response:
        """Answer whether everything is ready: the database answers and is up to date."""
        check_ready()
        return Response('{"status":"ready"}', mimetype="application/json")

    return app
