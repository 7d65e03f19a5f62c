"""Letters about a patient, archived as issued, and which were sent in error."""

import sqlalchemy as sa
from alembic import op

revision = "c4a7d92e61b3"
down_revision = "5b8e2c9d1f60"
branch_labels = None
depends_on = None

LOCKS = [
    (
        "sqlite",
        "CREATE TRIGGER letters_no_update BEFORE UPDATE ON letters WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'an issued letter never changes'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER letters_no_delete BEFORE DELETE ON letters WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'an issued letter never changes'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION letters_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE "
        "EXCEPTION 'an issued letter never changes' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER letters_no_update BEFORE UPDATE ON letters FOR EACH ROW WHEN (true) EXECUTE "
        "FUNCTION letters_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER letters_no_delete BEFORE DELETE ON letters FOR EACH ROW WHEN (true) EXECUTE "
        "FUNCTION letters_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER letters_no_truncate BEFORE TRUNCATE ON letters FOR EACH STATEMENT EXECUTE "
        "FUNCTION letters_locked()",
    ),
    (
        "sqlite",
        "CREATE TRIGGER letter_voidings_no_update BEFORE UPDATE ON letter_voidings WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'a voiding is never taken back'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER letter_voidings_no_delete BEFORE DELETE ON letter_voidings WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'a voiding is never taken back'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION letter_voidings_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE "
        "EXCEPTION 'a voiding is never taken back' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER letter_voidings_no_update BEFORE UPDATE ON letter_voidings FOR EACH ROW WHEN "
        "(true) EXECUTE FUNCTION letter_voidings_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER letter_voidings_no_delete BEFORE DELETE ON letter_voidings FOR EACH ROW WHEN "
        "(true) EXECUTE FUNCTION letter_voidings_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER letter_voidings_no_truncate BEFORE TRUNCATE ON letter_voidings FOR EACH "
        "STATEMENT EXECUTE FUNCTION letter_voidings_locked()",
    ),
]


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("examination_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("recipient_address", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
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
            "kind IN ('referral', 'doctor', 'care_summary')", name=op.f("ck_letters_kind")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_letters_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "examination_id"],
            ["examinations.clinic_id", "examinations.id"],
            name=op.f("fk_letters_clinic_id_examination_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "patient_id"],
            ["patients.clinic_id", "patients.id"],
            name=op.f("fk_letters_clinic_id_patient_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_letters_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id", "short_code", name=op.f("uq_letters_clinic_id_short_code")
        ),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_patient_id"), ["patient_id"], unique=False)
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_clinic_id"), ["clinic_id"], unique=False)
    op.create_table(
        "letter_voidings",
        sa.Column("letter_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voided_by", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_letter_voidings_clinic_id")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "letter_id"],
            ["letters.clinic_id", "letters.id"],
            name=op.f("fk_letter_voidings_clinic_id_letter_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_voidings")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_letter_voidings_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id", "letter_id", name=op.f("uq_letter_voidings_clinic_id_letter_id")
        ),
    )
    with op.batch_alter_table("letter_voidings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letter_voidings_clinic_id"), ["clinic_id"], unique=False
        )

    here = op.get_bind().dialect.name
    for dialect, statement in LOCKS:
        if dialect == here:
            op.execute(statement)
    if here == "postgresql":
        acting = "nullif(current_setting('app.clinic', true), '')"
        for table in ("letters", "letter_voidings"):
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(
                f"CREATE POLICY one_clinic ON {table} "
                f"USING (clinic_id = {acting}) WITH CHECK (clinic_id = {acting})"
            )


def downgrade() -> None:
    raise RuntimeError("Palpate goes forward only; restore a backup instead.")
