"""examinations safety and the register."""

import sqlalchemy as sa
from alembic import op

revision = "a080f2560197"
down_revision = "dc38564c80aa"
branch_labels = None
depends_on = None

# what the database itself forbids: (dialect, statement)
LOCKS = [
    (
        "sqlite",
        "CREATE TRIGGER examination_editions_no_update BEFORE UPDATE ON examination_editions WHEN "
        "OLD.is_signed BEGIN SELECT RAISE(ABORT, 'a signed examination never changes'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER examination_editions_no_delete BEFORE DELETE ON examination_editions WHEN "
        "OLD.is_signed BEGIN SELECT RAISE(ABORT, 'a signed examination never changes'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION examination_editions_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN "
        "RAISE EXCEPTION 'a signed examination never changes' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER examination_editions_no_update BEFORE UPDATE ON examination_editions FOR "
        "EACH ROW WHEN (OLD.is_signed) EXECUTE FUNCTION examination_editions_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER examination_editions_no_delete BEFORE DELETE ON examination_editions FOR "
        "EACH ROW WHEN (OLD.is_signed) EXECUTE FUNCTION examination_editions_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER examination_editions_no_truncate BEFORE TRUNCATE ON examination_editions "
        "FOR EACH STATEMENT EXECUTE FUNCTION examination_editions_locked()",
    ),
    (
        "sqlite",
        "CREATE TRIGGER findings_no_update BEFORE UPDATE ON findings WHEN OLD.is_signed BEGIN "
        "SELECT RAISE(ABORT, 'a signed examination never changes'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER findings_no_delete BEFORE DELETE ON findings WHEN OLD.is_signed BEGIN "
        "SELECT RAISE(ABORT, 'a signed examination never changes'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION findings_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE "
        "EXCEPTION 'a signed examination never changes' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER findings_no_update BEFORE UPDATE ON findings FOR EACH ROW WHEN "
        "(OLD.is_signed) EXECUTE FUNCTION findings_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER findings_no_delete BEFORE DELETE ON findings FOR EACH ROW WHEN "
        "(OLD.is_signed) EXECUTE FUNCTION findings_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER findings_no_truncate BEFORE TRUNCATE ON findings FOR EACH STATEMENT EXECUTE "
        "FUNCTION findings_locked()",
    ),
    (
        "sqlite",
        "CREATE TRIGGER examinations_no_update BEFORE UPDATE OF id, clinic_id, patient_id, "
        "created_at ON examinations WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'a signed "
        "examination never changes'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER examinations_no_delete BEFORE DELETE ON examinations WHEN OLD.state <> "
        "'draft' BEGIN SELECT RAISE(ABORT, 'a signed examination never changes'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION examinations_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE "
        "EXCEPTION 'a signed examination never changes' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER examinations_no_update BEFORE UPDATE OF id, clinic_id, patient_id, "
        "created_at ON examinations FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION "
        "examinations_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER examinations_no_delete BEFORE DELETE ON examinations FOR EACH ROW WHEN "
        "(OLD.state <> 'draft') EXECUTE FUNCTION examinations_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER examinations_no_truncate BEFORE TRUNCATE ON examinations FOR EACH STATEMENT "
        "EXECUTE FUNCTION examinations_locked()",
    ),
    (
        "sqlite",
        "CREATE TRIGGER safety_screens_no_update BEFORE UPDATE ON safety_screens WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'a safety screen is answered anew, never changed'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER safety_screens_no_delete BEFORE DELETE ON safety_screens WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'a safety screen is answered anew, never changed'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION safety_screens_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE "
        "EXCEPTION 'a safety screen is answered anew, never changed' USING ERRCODE = '23514'; "
        "END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER safety_screens_no_update BEFORE UPDATE ON safety_screens FOR EACH ROW WHEN "
        "(true) EXECUTE FUNCTION safety_screens_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER safety_screens_no_delete BEFORE DELETE ON safety_screens FOR EACH ROW WHEN "
        "(true) EXECUTE FUNCTION safety_screens_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER safety_screens_no_truncate BEFORE TRUNCATE ON safety_screens FOR EACH "
        "STATEMENT EXECUTE FUNCTION safety_screens_locked()",
    ),
]


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("muscle", sa.String(length=60), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("is_followed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("side IN ('left', 'right', 'midline')", name=op.f("ck_places_side")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "patient_id"],
            ["patients.clinic_id", "patients.id"],
            name=op.f("fk_places_clinic_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_places_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_places_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id",
            "patient_id",
            "muscle",
            "side",
            "site",
            name=op.f("uq_places_clinic_id_patient_id_muscle_side_site"),
        ),
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_places_clinic_id"), ["clinic_id"], unique=False)

    op.create_table(
        "safety_screens",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("sites", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("screened_by", sa.String(length=36), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("barred_regions", sa.JSON(), nullable=False),
        sa.Column("cautioned_regions", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('clear', 'caution', 'blocked')", name=op.f("ck_safety_screens_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "patient_id"],
            ["patients.clinic_id", "patients.id"],
            name=op.f("fk_safety_screens_clinic_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_safety_screens_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_screens")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_safety_screens_clinic_id_id")),
    )
    with op.batch_alter_table("safety_screens", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_safety_screens_clinic_id"), ["clinic_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_safety_screens_patient_id"), ["patient_id"], unique=False
        )

    op.create_table(
        "examinations",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("episode_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("examined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("examiner_id", sa.String(length=36), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=36), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.String(length=36), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'signed', 'voided')", name=op.f("ck_examinations_state")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "episode_id"],
            ["episodes.clinic_id", "episodes.id"],
            name=op.f("fk_examinations_clinic_id_episode_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "patient_id"],
            ["patients.clinic_id", "patients.id"],
            name=op.f("fk_examinations_clinic_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_examinations_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examinations")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_examinations_clinic_id_id")),
    )
    with op.batch_alter_table("examinations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_examinations_clinic_id"), ["clinic_id"], unique=False)
        batch_op.create_index(
            "ix_examinations_register",
            ["clinic_id", "patient_id", "state", "examined_at"],
            unique=False,
        )

    op.create_table(
        "trigger_points",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reactivations", sa.Integer(), nullable=False),
        sa.Column("ever_active", sa.Boolean(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "state IS NULL OR state IN ('active', 'latent', 'deactivated', 'suspected', 'provisionally_cleared', 'eliminated')",
            name=op.f("ck_trigger_points_state"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "id"],
            ["places.clinic_id", "places.id"],
            name=op.f("fk_trigger_points_clinic_id_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "patient_id"],
            ["patients.clinic_id", "patients.id"],
            name=op.f("fk_trigger_points_clinic_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_trigger_points_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trigger_points")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_trigger_points_clinic_id_id")),
    )
    with op.batch_alter_table("trigger_points", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_trigger_points_clinic_id"), ["clinic_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_trigger_points_patient_id"), ["patient_id"], unique=False
        )
        batch_op.create_index("ix_trigger_points_state", ["clinic_id", "state"], unique=False)

    op.create_table(
        "examination_editions",
        sa.Column("examination_id", sa.String(length=36), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=True),
        sa.Column("is_signed", sa.Boolean(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=36), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "examination_id"],
            ["examinations.clinic_id", "examinations.id"],
            name=op.f("fk_examination_editions_clinic_id_examination_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_examination_editions_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examination_editions")),
        sa.UniqueConstraint(
            "clinic_id",
            "examination_id",
            "edition",
            name=op.f("uq_examination_editions_clinic_id_examination_id_edition"),
        ),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_examination_editions_clinic_id_id")),
    )
    with op.batch_alter_table("examination_editions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_examination_editions_clinic_id"), ["clinic_id"], unique=False
        )

    op.create_table(
        "findings",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.Column("examination_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("muscle", sa.String(length=60), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("site", sa.Integer(), nullable=False),
        sa.Column("chart_view", sa.String(length=40), nullable=True),
        sa.Column("chart_x", sa.Float(), nullable=True),
        sa.Column("chart_y", sa.Float(), nullable=True),
        sa.Column("taut_band", sa.String(length=40), nullable=False),
        sa.Column("tenderness_grade", sa.Integer(), nullable=True),
        sa.Column("spot_in_band", sa.Boolean(), nullable=True),
        sa.Column("sensation", sa.String(length=40), nullable=False),
        sa.Column("zones", sa.JSON(), nullable=False),
        sa.Column("qualities", sa.JSON(), nullable=False),
        sa.Column("recognised", sa.String(length=40), nullable=False),
        sa.Column("spontaneous_pain", sa.Boolean(), nullable=True),
        sa.Column("local_twitch", sa.String(length=40), nullable=False),
        sa.Column("nodule", sa.Boolean(), nullable=True),
        sa.Column("movement_limited", sa.Boolean(), nullable=True),
        sa.Column("thresholds", sa.JSON(), nullable=False),
        sa.Column("mirror_thresholds", sa.JSON(), nullable=False),
        sa.Column("probe_cm2", sa.Float(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("derived_class", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("rule_row", sa.Integer(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("override_class", sa.String(length=40), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("is_signed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "chart_view IS NULL OR chart_view IN ('front', 'back', 'left', 'right')",
            name=op.f("ck_findings_chart_view"),
        ),
        sa.CheckConstraint(
            "derived_class IN ('active', 'active_probable', 'latent', 'latent_probable', 'indeterminate', 'tender_spot', 'taut_band', 'clear', 'clear_band_untestable', 'inconsistent', 'incomplete')",
            name=op.f("ck_findings_derived_class"),
        ),
        sa.CheckConstraint(
            "local_twitch IN ('seen', 'felt', 'absent', 'not_tested')",
            name=op.f("ck_findings_local_twitch"),
        ),
        sa.CheckConstraint(
            "override_class IS NULL OR override_class IN ('active', 'active_probable', 'latent', 'latent_probable', 'indeterminate', 'tender_spot', 'taut_band', 'clear', 'clear_band_untestable', 'inconsistent', 'incomplete')",
            name=op.f("ck_findings_override_class"),
        ),
        sa.CheckConstraint(
            "recognised IN ('yes', 'partly', 'no', 'not_tested')",
            name=op.f("ck_findings_recognised"),
        ),
        sa.CheckConstraint(
            "sensation IN ('present', 'absent', 'not_tested')", name=op.f("ck_findings_sensation")
        ),
        sa.CheckConstraint("side IN ('left', 'right', 'midline')", name=op.f("ck_findings_side")),
        sa.CheckConstraint(
            "taut_band IN ('present', 'absent', 'not_palpable', 'not_tested')",
            name=op.f("ck_findings_taut_band"),
        ),
        sa.CheckConstraint("site >= 0", name=op.f("ck_findings_site")),
        sa.CheckConstraint(
            "tenderness_grade BETWEEN 0 AND 4", name=op.f("ck_findings_tenderness_grade")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "examination_id", "edition"],
            [
                "examination_editions.clinic_id",
                "examination_editions.examination_id",
                "examination_editions.edition",
            ],
            name=op.f("fk_findings_clinic_id_examination_id_edition"),
        ),
        sa.PrimaryKeyConstraint("id", "edition", name=op.f("pk_findings")),
        sa.UniqueConstraint(
            "clinic_id",
            "examination_id",
            "edition",
            "muscle",
            "side",
            "site",
            name=op.f("uq_findings_clinic_id_examination_id_edition_muscle_side_site"),
        ),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_findings_examination_id"), ["examination_id"], unique=False
        )

    dialect = op.get_bind().dialect.name
    for of, statement in LOCKS:
        if of == dialect:
            op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("Palpate goes forward only; restore a backup instead.")
