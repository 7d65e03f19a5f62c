"""A clinician of the clinic approves what its sheets claim."""

import sqlalchemy as sa
from alembic import op

revision = "5b8e2c9d1f60"
down_revision = "5d1f0c7a9be2"
branch_labels = None
depends_on = None

LOCKS = [
    (
        "sqlite",
        "CREATE TRIGGER wording_approvals_no_update BEFORE UPDATE ON wording_approvals WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'what was approved is never changed'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER wording_approvals_no_delete BEFORE DELETE ON wording_approvals WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'what was approved is never changed'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION wording_approvals_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN "
        "RAISE EXCEPTION 'what was approved is never changed' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER wording_approvals_no_update BEFORE UPDATE ON wording_approvals FOR EACH ROW "
        "WHEN (true) EXECUTE FUNCTION wording_approvals_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER wording_approvals_no_delete BEFORE DELETE ON wording_approvals FOR EACH ROW "
        "WHEN (true) EXECUTE FUNCTION wording_approvals_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER wording_approvals_no_truncate BEFORE TRUNCATE ON wording_approvals FOR EACH "
        "STATEMENT EXECUTE FUNCTION wording_approvals_locked()",
    ),
]


def upgrade() -> None:
    op.create_table(
        "wording_approvals",
        sa.Column("wording_version", sa.String(length=20), nullable=False),
        sa.Column("wording_sha256", sa.String(length=64), nullable=False),
        sa.Column("approved_by", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["users.id"], name=op.f("fk_wording_approvals_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_wording_approvals_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_approvals")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_wording_approvals_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id",
            "wording_version",
            "wording_sha256",
            name=op.f("uq_wording_approvals_clinic_id_wording_version_wording_sha256"),
        ),
    )
    with op.batch_alter_table("wording_approvals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wording_approvals_clinic_id"), ["clinic_id"], unique=False
        )

    here = op.get_bind().dialect.name
    for dialect, statement in LOCKS:
        if dialect == here:
            op.execute(statement)
    if here == "postgresql":
        acting = "nullif(current_setting('app.clinic', true), '')"
        op.execute("ALTER TABLE wording_approvals ENABLE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY one_clinic ON wording_approvals "
            f"USING (clinic_id = {acting}) WITH CHECK (clinic_id = {acting})"
        )


def downgrade() -> None:
    raise RuntimeError("Palpate goes forward only; restore a backup instead.")
