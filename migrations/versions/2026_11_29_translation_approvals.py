"""Somebody qualified in a language approves its translation in a clinic, who is named."""

import sqlalchemy as sa
from alembic import op

revision = "e71d04b8a2c5"
down_revision = "c4a7d92e61b3"
branch_labels = None
depends_on = None

OF = "language, translation_version, translation_sha256, approver, qualification, recorded_by"
WHY = "what was approved is never changed"
LOCKS = [
    (
        "sqlite",
        f"CREATE TRIGGER translation_approvals_no_update BEFORE UPDATE OF {OF} ON translation_approvals WHEN true BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
    ),
    (
        "sqlite",
        f"CREATE TRIGGER translation_approvals_no_delete BEFORE DELETE ON translation_approvals WHEN true BEGIN SELECT RAISE(ABORT, '{WHY}'); END",
    ),
    (
        "postgresql",
        f"CREATE FUNCTION translation_approvals_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION '{WHY}' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        f"CREATE TRIGGER translation_approvals_no_update BEFORE UPDATE OF {OF} ON translation_approvals FOR EACH ROW WHEN (true) EXECUTE FUNCTION translation_approvals_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER translation_approvals_no_delete BEFORE DELETE ON translation_approvals FOR EACH ROW WHEN (true) EXECUTE FUNCTION translation_approvals_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER translation_approvals_no_truncate BEFORE TRUNCATE ON translation_approvals FOR EACH STATEMENT EXECUTE FUNCTION translation_approvals_locked()",
    ),
]


def upgrade() -> None:
    op.create_table(
        "translation_approvals",
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("translation_version", sa.String(length=20), nullable=False),
        sa.Column("translation_sha256", sa.String(length=64), nullable=False),
        sa.Column("approver", sa.String(length=200), nullable=False),
        sa.Column("qualification", sa.String(length=300), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=2000), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_translation_approvals_clinic_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["users.id"], name=op.f("fk_translation_approvals_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["users.id"], name=op.f("fk_translation_approvals_withdrawn_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_approvals")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_translation_approvals_clinic_id_id")),
    )
    with op.batch_alter_table("translation_approvals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_translation_approvals_clinic_id"), ["clinic_id"], unique=False
        )
        batch_op.create_index(
            "ix_translation_approvals_standing",
            ["clinic_id", "translation_sha256"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    here = op.get_bind().dialect.name
    for dialect, statement in LOCKS:
        if dialect == here:
            op.execute(statement)
    if here == "postgresql":
        acting = "nullif(current_setting('app.clinic', true), '')"
        op.execute("ALTER TABLE translation_approvals ENABLE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY one_clinic ON translation_approvals "
            f"USING (clinic_id = {acting}) WITH CHECK (clinic_id = {acting})"
        )


def downgrade() -> None:
    raise RuntimeError("Palpate goes forward only; restore a backup instead.")
