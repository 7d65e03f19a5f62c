"""Print runs: the handouts of a day, or of chosen plans, as a queue with leases."""

import sqlalchemy as sa
from alembic import op

revision = "8e41b6d05c27"
down_revision = "e71d04b8a2c5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "print_runs",
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("layout", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("begun_by", sa.String(length=36), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "layout IS NULL OR layout IN ('standard', 'large_print')",
            name=op.f("ck_print_runs_layout"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_print_runs_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_runs")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_print_runs_clinic_id_id")),
    )
    op.create_index(op.f("ix_print_runs_clinic_id"), "print_runs", ["clinic_id"], unique=False)
    op.create_table(
        "print_run_items",
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("failure", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("handout_id", sa.String(length=36), nullable=True),
        sa.Column("is_reprint", sa.Boolean(), nullable=False),
        sa.Column("lease", sa.String(length=36), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'printing', 'printed', 'failed', 'cancelled')",
            name=op.f("ck_print_run_items_state"),
        ),
        sa.CheckConstraint(
            "failure IS NULL OR failure IN ('not_running', 'no_sheet_yet', 'needs_a_clinician', "
            "'no_role', 'not_printable', 'worker_died')",
            name=op.f("ck_print_run_items_failure"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_print_run_items_clinic_id")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "run_id"],
            ["print_runs.clinic_id", "print_runs.id"],
            name=op.f("fk_print_run_items_clinic_id_run_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "plan_id"],
            ["home_plans.clinic_id", "home_plans.id"],
            name=op.f("fk_print_run_items_clinic_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "patient_id"],
            ["patients.clinic_id", "patients.id"],
            name=op.f("fk_print_run_items_clinic_id_patient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "handout_id"],
            ["handouts.clinic_id", "handouts.id"],
            name=op.f("fk_print_run_items_clinic_id_handout_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_run_items")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_print_run_items_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id",
            "run_id",
            "plan_id",
            name=op.f("uq_print_run_items_clinic_id_run_id_plan_id"),
        ),
    )
    is_open = sa.text("state IN ('waiting', 'printing')")
    op.create_index(
        "ix_print_run_items_open",
        "print_run_items",
        ["clinic_id", "position", "run_id"],
        unique=False,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(op.f("ix_print_run_items_run_id"), "print_run_items", ["run_id"], unique=False)
    op.create_index(
        op.f("ix_print_run_items_clinic_id"), "print_run_items", ["clinic_id"], unique=False
    )
    if op.get_bind().dialect.name == "postgresql":
        acting = "nullif(current_setting('app.clinic', true), '')"
        for table in ("print_runs", "print_run_items"):
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(
                f"CREATE POLICY one_clinic ON {table} "
                f"USING (clinic_id = {acting}) WITH CHECK (clinic_id = {acting})"
            )


def downgrade() -> None:
    raise RuntimeError("Palpate goes forward only; restore a backup instead.")
