"""On PostgreSQL every row is compared with the acting clinic, whoever wrote the query."""

from alembic import op

revision = "b7c1d2e3f405"
down_revision = "0cf8dfc1e4a9"
branch_labels = None
depends_on = None

# every table of a clinic's records; users, memberships, tokens and the journal are read before a
# clinic is known, and their questions name it themselves
TABLES = (
    "consents",
    "episodes",
    "examination_editions",
    "examinations",
    "findings",
    "handouts",
    "home_plan_events",
    "home_plan_targets",
    "home_plans",
    "incidents",
    "kept_answers",
    "loan_events",
    "loans",
    "massager_models",
    "patient_keys",
    "patients",
    "places",
    "practitioners",
    "safety_screens",
    "sample_requests",
    "sample_unit_events",
    "sample_units",
    "service_records",
    "trigger_points",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    acting = "nullif(current_setting('app.clinic', true), '')"
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY one_clinic ON {table} "
            f"USING (clinic_id = {acting}) WITH CHECK (clinic_id = {acting})"
        )


def downgrade() -> None:
    raise RuntimeError("Palpate goes forward only; restore a backup instead.")
