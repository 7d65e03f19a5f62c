"""A clinic keeps its own figures for other ways of treatment."""

import sqlalchemy as sa
from alembic import op

revision = "3d1f0b7a4c52"
down_revision = "9c2a0ccd2591"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "clinics", sa.Column("other_ways", sa.JSON(), nullable=False, server_default="[]")
    )


def downgrade() -> None:
    raise RuntimeError("Palpate goes forward only; restore a backup instead.")
