"""A clinic has a logo: one, and no other clinic sees it."""

import sqlalchemy as sa
from alembic import op

revision = "9c2a0ccd2591"
down_revision = "0e361a5cf27d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clinic_logos",
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_clinic_logos_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic_logos")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_clinic_logos_clinic_id_id")),
        sa.UniqueConstraint("clinic_id", name=op.f("uq_clinic_logos_clinic_id")),
    )
    with op.batch_alter_table("clinic_logos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clinic_logos_clinic_id"), ["clinic_id"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        acting = "nullif(current_setting('app.clinic', true), '')"
        op.execute("ALTER TABLE clinic_logos ENABLE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY one_clinic ON clinic_logos "
            f"USING (clinic_id = {acting}) WITH CHECK (clinic_id = {acting})"
        )


def downgrade() -> None:
    raise RuntimeError("Palpate goes forward only; restore a backup instead.")
