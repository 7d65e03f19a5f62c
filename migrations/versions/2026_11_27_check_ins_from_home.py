"""Patients report from home, on a page of their own."""

import sqlalchemy as sa
from alembic import op

revision = "5d1f0c7a9be2"
down_revision = "3d1f0b7a4c52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_ins",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sessions", sa.JSON(), nullable=False),
        sa.Column("pain_before", sa.Integer(), nullable=True),
        sa.Column("pain_after", sa.Integer(), nullable=True),
        sa.Column("happened", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("entered_by", sa.String(length=36), nullable=True),
        *_own_columns(),
        sa.CheckConstraint("pain_after BETWEEN 0 AND 10", name=op.f("ck_check_ins_pain_after")),
        sa.CheckConstraint("pain_before BETWEEN 0 AND 10", name=op.f("ck_check_ins_pain_before")),
        sa.CheckConstraint("source IN ('page', 'paper')", name=op.f("ck_check_ins_source")),
        *_belongs_to("check_ins", ("patients", "patient_id"), ("home_plans", "plan_id")),
        sa.UniqueConstraint(
            "clinic_id", "plan_id", "day", name=op.f("uq_check_ins_clinic_id_plan_id_day")
        ),
    )
    op.create_table(
        "patient_pages",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("handout_id", sa.String(length=36), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(length=36), nullable=True),
        *_own_columns(),
        *_belongs_to(
            "patient_pages",
            ("patients", "patient_id"),
            ("home_plans", "plan_id"),
            ("handouts", "handout_id"),
        ),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_patient_pages_token_sha256")),
    )
    for table, columns in (
        ("check_ins", ("clinic_id", "patient_id", "plan_id")),
        ("patient_pages", ("clinic_id", "handout_id", "plan_id")),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        acting = "nullif(current_setting('app.clinic', true), '')"
        for table in ("check_ins", "patient_pages"):
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(
                f"CREATE POLICY one_clinic ON {table} "
                f"USING (clinic_id = {acting}) WITH CHECK (clinic_id = {acting})"
            )
        # before the clinic is known a page is seen by whoever holds its secret, and only that page
        op.execute(
            "CREATE POLICY by_its_secret ON patient_pages FOR SELECT "
            "USING (token_sha256 = nullif(current_setting('app.page', true), ''))"
        )


def _own_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
    )


def _belongs_to(table: str, *others: tuple[str, str]) -> list[sa.schema.SchemaItem]:
    return [
        *(
            sa.ForeignKeyConstraint(
                ["clinic_id", column],
                [f"{other}.clinic_id", f"{other}.id"],
                name=op.f(f"fk_{table}_clinic_id_{column}"),
            )
            for other, column in others
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f(f"fk_{table}_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f(f"uq_{table}_clinic_id_id")),
    ]


def downgrade() -> None:
    raise RuntimeError("Palpate goes forward only; restore a backup instead.")
