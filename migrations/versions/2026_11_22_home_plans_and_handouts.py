"""home plans and handouts."""

import sqlalchemy as sa
from alembic import op

revision = "0cf8dfc1e4a9"
down_revision = "d27f4eb36af7"
branch_labels = None
depends_on = None

# what the database itself forbids: (dialect, statement)
LOCKS = [
    (
        "sqlite",
        "CREATE TRIGGER handouts_no_update BEFORE UPDATE ON handouts WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'an issued handout never changes'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER handouts_no_delete BEFORE DELETE ON handouts WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'an issued handout never changes'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION handouts_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE "
        "EXCEPTION 'an issued handout never changes' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER handouts_no_update BEFORE UPDATE ON handouts FOR EACH ROW WHEN (true) "
        "EXECUTE FUNCTION handouts_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER handouts_no_delete BEFORE DELETE ON handouts FOR EACH ROW WHEN (true) "
        "EXECUTE FUNCTION handouts_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER handouts_no_truncate BEFORE TRUNCATE ON handouts FOR EACH STATEMENT EXECUTE "
        "FUNCTION handouts_locked()",
    ),
    (
        "sqlite",
        "CREATE TRIGGER home_plan_events_no_update BEFORE UPDATE ON home_plan_events WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'what happened to a plan never changes'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER home_plan_events_no_delete BEFORE DELETE ON home_plan_events WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'what happened to a plan never changes'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION home_plan_events_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN "
        "RAISE EXCEPTION 'what happened to a plan never changes' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER home_plan_events_no_update BEFORE UPDATE ON home_plan_events FOR EACH ROW "
        "WHEN (true) EXECUTE FUNCTION home_plan_events_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER home_plan_events_no_delete BEFORE DELETE ON home_plan_events FOR EACH ROW "
        "WHEN (true) EXECUTE FUNCTION home_plan_events_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER home_plan_events_no_truncate BEFORE TRUNCATE ON home_plan_events FOR EACH "
        "STATEMENT EXECUTE FUNCTION home_plan_events_locked()",
    ),
]


def upgrade() -> None:
    op.create_table(
        "home_plans",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("examination_id", sa.String(length=36), nullable=False),
        sa.Column("episode_id", sa.String(length=36), nullable=True),
        sa.Column("massager_model_id", sa.String(length=36), nullable=True),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("advice", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("prescribed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("prescribed_by", sa.String(length=36), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pause_cause", sa.String(length=40), nullable=True),
        sa.Column("open_incidents", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "pause_cause IS NULL OR pause_cause IN ('clinician', 'screen', 'red_flag', 'stop_sign', 'incident')",
            name=op.f("ck_home_plans_pause_cause"),
        ),
        sa.CheckConstraint(
            "phase IN ('treat', 'eliminate', 'maintain')", name=op.f("ck_home_plans_phase")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'active', 'paused', 'stopped', 'completed')",
            name=op.f("ck_home_plans_state"),
        ),
        sa.CheckConstraint("review_on > starts_on", name=op.f("ck_home_plans_review_on")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "episode_id"],
            ["episodes.clinic_id", "episodes.id"],
            name=op.f("fk_home_plans_clinic_id_episode_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "examination_id"],
            ["examinations.clinic_id", "examinations.id"],
            name=op.f("fk_home_plans_clinic_id_examination_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "massager_model_id"],
            ["massager_models.clinic_id", "massager_models.id"],
            name=op.f("fk_home_plans_clinic_id_massager_model_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "patient_id"],
            ["patients.clinic_id", "patients.id"],
            name=op.f("fk_home_plans_clinic_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_home_plans_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_plans")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_home_plans_clinic_id_id")),
    )
    with op.batch_alter_table("home_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_home_plans_clinic_id"), ["clinic_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_home_plans_examination_id"), ["examination_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_home_plans_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(
            "uq_home_plans_one_standing",
            ["clinic_id", "patient_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('active', 'paused')"),
            postgresql_where=sa.text("state IN ('active', 'paused')"),
        )

    op.create_table(
        "incidents",
        sa.Column("unit_id", sa.String(length=36), nullable=True),
        sa.Column("home_plan_id", sa.String(length=36), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reported_to", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reported_by", sa.String(length=36), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=36), nullable=True),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_incidents_state")),
        sa.CheckConstraint(
            "(unit_id IS NULL) <> (home_plan_id IS NULL)", name=op.f("ck_incidents_about_one")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "home_plan_id"],
            ["home_plans.clinic_id", "home_plans.id"],
            name=op.f("fk_incidents_clinic_id_home_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "unit_id"],
            ["sample_units.clinic_id", "sample_units.id"],
            name=op.f("fk_incidents_clinic_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_incidents_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_incidents_clinic_id_id")),
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incidents_clinic_id"), ["clinic_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_incidents_home_plan_id"), ["home_plan_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_incidents_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "handouts",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("layout", sa.String(length=40), nullable=False),
        sa.Column("issued_by", sa.String(length=36), nullable=True),
        sa.Column("short_code", sa.String(length=20), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("input_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_with", sa.JSON(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "layout IN ('standard', 'large_print')", name=op.f("ck_handouts_layout")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "patient_id"],
            ["patients.clinic_id", "patients.id"],
            name=op.f("fk_handouts_clinic_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "plan_id"],
            ["home_plans.clinic_id", "home_plans.id"],
            name=op.f("fk_handouts_clinic_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_handouts_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handouts")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_handouts_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id", "short_code", name=op.f("uq_handouts_clinic_id_short_code")
        ),
    )
    with op.batch_alter_table("handouts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handouts_clinic_id"), ["clinic_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handouts_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handouts_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "home_plan_events",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'active', 'paused', 'stopped', 'completed')",
            name=op.f("ck_home_plan_events_state"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "plan_id"],
            ["home_plans.clinic_id", "home_plans.id"],
            name=op.f("fk_home_plan_events_clinic_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_home_plan_events_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_plan_events")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_home_plan_events_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id", "plan_id", "seq", name=op.f("uq_home_plan_events_clinic_id_plan_id_seq")
        ),
    )
    with op.batch_alter_table("home_plan_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_home_plan_events_clinic_id"), ["clinic_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_home_plan_events_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "home_plan_targets",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("position_in_plan", sa.Integer(), nullable=False),
        sa.Column("muscle", sa.String(length=60), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("sessions_per_day", sa.Integer(), nullable=False),
        sa.Column("days_per_week", sa.Integer(), nullable=False),
        sa.Column("frequency_hz", sa.Float(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("reach", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "reach IN ('self', 'strap', 'helper')", name=op.f("ck_home_plan_targets_reach")
        ),
        sa.CheckConstraint(
            "side IN ('left', 'right', 'midline')", name=op.f("ck_home_plan_targets_side")
        ),
        sa.CheckConstraint(
            "days_per_week BETWEEN 1 AND 7", name=op.f("ck_home_plan_targets_days_per_week")
        ),
        sa.CheckConstraint(
            "frequency_hz BETWEEN 20 AND 65", name=op.f("ck_home_plan_targets_frequency_hz")
        ),
        sa.CheckConstraint("seconds BETWEEN 20 AND 300", name=op.f("ck_home_plan_targets_seconds")),
        sa.CheckConstraint(
            "sessions_per_day BETWEEN 1 AND 3", name=op.f("ck_home_plan_targets_sessions_per_day")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "plan_id"],
            ["home_plans.clinic_id", "home_plans.id"],
            name=op.f("fk_home_plan_targets_clinic_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_home_plan_targets_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_plan_targets")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_home_plan_targets_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id",
            "plan_id",
            "muscle",
            "side",
            "site",
            name=op.f("uq_home_plan_targets_clinic_id_plan_id_muscle_side_site"),
        ),
    )
    with op.batch_alter_table("home_plan_targets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_home_plan_targets_clinic_id"), ["clinic_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_home_plan_targets_plan_id"), ["plan_id"], unique=False)

    dialect = op.get_bind().dialect.name
    for of, statement in LOCKS:
        if of == dialect:
            op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("Palpate goes forward only; restore a backup instead.")
