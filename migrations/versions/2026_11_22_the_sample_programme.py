"""the sample programme."""

import sqlalchemy as sa
from alembic import op

revision = "d27f4eb36af7"
down_revision = "a080f2560197"
branch_labels = None
depends_on = None

# what the database itself forbids: (dialect, statement)
LOCKS = [
    (
        "sqlite",
        "CREATE TRIGGER loan_events_no_update BEFORE UPDATE ON loan_events WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'the history of a loan only grows'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER loan_events_no_delete BEFORE DELETE ON loan_events WHEN true BEGIN SELECT "
        "RAISE(ABORT, 'the history of a loan only grows'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION loan_events_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE "
        "EXCEPTION 'the history of a loan only grows' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER loan_events_no_update BEFORE UPDATE ON loan_events FOR EACH ROW WHEN (true) "
        "EXECUTE FUNCTION loan_events_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER loan_events_no_delete BEFORE DELETE ON loan_events FOR EACH ROW WHEN (true) "
        "EXECUTE FUNCTION loan_events_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER loan_events_no_truncate BEFORE TRUNCATE ON loan_events FOR EACH STATEMENT "
        "EXECUTE FUNCTION loan_events_locked()",
    ),
    (
        "sqlite",
        "CREATE TRIGGER sample_unit_events_no_update BEFORE UPDATE ON sample_unit_events WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'the history of a unit only grows'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER sample_unit_events_no_delete BEFORE DELETE ON sample_unit_events WHEN true "
        "BEGIN SELECT RAISE(ABORT, 'the history of a unit only grows'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION sample_unit_events_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN "
        "RAISE EXCEPTION 'the history of a unit only grows' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER sample_unit_events_no_update BEFORE UPDATE ON sample_unit_events FOR EACH "
        "ROW WHEN (true) EXECUTE FUNCTION sample_unit_events_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER sample_unit_events_no_delete BEFORE DELETE ON sample_unit_events FOR EACH "
        "ROW WHEN (true) EXECUTE FUNCTION sample_unit_events_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER sample_unit_events_no_truncate BEFORE TRUNCATE ON sample_unit_events FOR "
        "EACH STATEMENT EXECUTE FUNCTION sample_unit_events_locked()",
    ),
    (
        "sqlite",
        "CREATE TRIGGER service_records_no_update BEFORE UPDATE ON service_records WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'a service record is never rewritten'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER service_records_no_delete BEFORE DELETE ON service_records WHEN true BEGIN "
        "SELECT RAISE(ABORT, 'a service record is never rewritten'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION service_records_locked() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE "
        "EXCEPTION 'a service record is never rewritten' USING ERRCODE = '23514'; END$$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER service_records_no_update BEFORE UPDATE ON service_records FOR EACH ROW "
        "WHEN (true) EXECUTE FUNCTION service_records_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER service_records_no_delete BEFORE DELETE ON service_records FOR EACH ROW "
        "WHEN (true) EXECUTE FUNCTION service_records_locked()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER service_records_no_truncate BEFORE TRUNCATE ON service_records FOR EACH "
        "STATEMENT EXECUTE FUNCTION service_records_locked()",
    ),
]


def upgrade() -> None:
    op.create_table(
        "massager_models",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sku", sa.String(length=60), nullable=False),
        sa.Column("min_hz", sa.Float(), nullable=False),
        sa.Column("max_hz", sa.Float(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("artg_number", sa.String(length=60), nullable=False),
        sa.Column("dial", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("min_hz <= max_hz", name=op.f("ck_massager_models_range")),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_massager_models_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_massager_models")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_massager_models_clinic_id_id")),
    )
    with op.batch_alter_table("massager_models", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_massager_models_clinic_id"), ["clinic_id"], unique=False
        )

    op.create_table(
        "practitioners",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("profession", sa.String(length=40), nullable=False),
        sa.Column("registration_number", sa.String(length=60), nullable=False),
        sa.Column("association", sa.String(length=200), nullable=False),
        sa.Column("member_number", sa.String(length=60), nullable=False),
        sa.Column("practice_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("research_updates", sa.Boolean(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_source", sa.String(length=200), nullable=False),
        sa.Column("verified_by", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "profession IN ('chiropractor', 'osteopath', 'physiotherapist', 'myotherapist', 'massage_therapist', 'other')",
            name=op.f("ck_practitioners_profession"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_practitioners_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioners")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_practitioners_clinic_id_id")),
    )
    with op.batch_alter_table("practitioners", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practitioners_clinic_id"), ["clinic_id"], unique=False)

    op.create_table(
        "sample_requests",
        sa.Column("practitioner_id", sa.String(length=36), nullable=False),
        sa.Column("model_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trial_days", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "state IN ('submitted', 'waitlisted', 'approved', 'declined', 'withdrawn', 'fulfilled')",
            name=op.f("ck_sample_requests_state"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "model_id"],
            ["massager_models.clinic_id", "massager_models.id"],
            name=op.f("fk_sample_requests_clinic_id_model_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "practitioner_id"],
            ["practitioners.clinic_id", "practitioners.id"],
            name=op.f("fk_sample_requests_clinic_id_practitioner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_sample_requests_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_requests")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_sample_requests_clinic_id_id")),
    )
    with op.batch_alter_table("sample_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sample_requests_clinic_id"), ["clinic_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sample_requests_practitioner_id"), ["practitioner_id"], unique=False
        )
        batch_op.create_index(
            "ix_sample_requests_queue",
            ["clinic_id", "model_id", "state", "submitted_at"],
            unique=False,
        )

    op.create_table(
        "sample_units",
        sa.Column("model_id", sa.String(length=36), nullable=False),
        sa.Column("serial_number", sa.String(length=60), nullable=False),
        sa.Column(
            "serial_key",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("asset_tag", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("condition", sa.String(length=40), nullable=True),
        sa.Column("open_incidents", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "condition IS NULL OR condition IN ('good', 'worn', 'damaged', 'incomplete')",
            name=op.f("ck_sample_units_condition"),
        ),
        sa.CheckConstraint(
            "state IN ('available', 'reserved', 'on_loan', 'quarantined', 'lost', 'sold', 'retired')",
            name=op.f("ck_sample_units_state"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "model_id"],
            ["massager_models.clinic_id", "massager_models.id"],
            name=op.f("fk_sample_units_clinic_id_model_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_sample_units_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_units")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_sample_units_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id",
            "model_id",
            "serial_number",
            name=op.f("uq_sample_units_clinic_id_model_id_serial_number"),
        ),
    )
    with op.batch_alter_table("sample_units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_units_clinic_id"), ["clinic_id"], unique=False)
        batch_op.create_index(
            "ix_sample_units_serial", ["clinic_id", "model_id", "serial_key"], unique=False
        )
        batch_op.create_index(
            "uq_sample_units_asset_tag",
            ["clinic_id", "asset_tag"],
            unique=True,
            sqlite_where=sa.text("asset_tag <> ''"),
            postgresql_where=sa.text("asset_tag <> ''"),
        )

    op.create_table(
        "loans",
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("practitioner_id", sa.String(length=36), nullable=False),
        sa.Column("model_id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("trial_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("carrier", sa.String(length=100), nullable=False),
        sa.Column("tracking_number", sa.String(length=100), nullable=False),
        sa.Column("dispatched_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("purchased_on", sa.Date(), nullable=True),
        sa.Column("inspection", sa.JSON(), nullable=True),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("charge_cents", sa.Integer(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "state IN ('reserved', 'packed', 'cancelled') OR dispatched_on IS NOT NULL",
            name=op.f("ck_loans_dispatched"),
        ),
        sa.CheckConstraint(
            "state IN ('reserved', 'packed', 'dispatched', 'on_trial', 'return_in_transit', 'received', 'lost', 'closed', 'purchased', 'cancelled')",
            name=op.f("ck_loans_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('on_trial', 'return_in_transit') OR (delivered_on IS NOT NULL AND due_on IS NOT NULL)",
            name=op.f("ck_loans_delivered"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "model_id"],
            ["massager_models.clinic_id", "massager_models.id"],
            name=op.f("fk_loans_clinic_id_model_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "practitioner_id"],
            ["practitioners.clinic_id", "practitioners.id"],
            name=op.f("fk_loans_clinic_id_practitioner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "request_id"],
            ["sample_requests.clinic_id", "sample_requests.id"],
            name=op.f("fk_loans_clinic_id_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "unit_id"],
            ["sample_units.clinic_id", "sample_units.id"],
            name=op.f("fk_loans_clinic_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_loans_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loans")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_loans_clinic_id_id")),
        sa.UniqueConstraint("clinic_id", "request_id", name=op.f("uq_loans_clinic_id_request_id")),
    )
    with op.batch_alter_table("loans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loans_clinic_id"), ["clinic_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_loans_practitioner_id"), ["practitioner_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_loans_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_loans_open_unit",
            ["clinic_id", "unit_id"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('reserved', 'packed', 'dispatched', 'on_trial', 'return_in_transit', 'received', 'lost')"
            ),
            postgresql_where=sa.text(
                "state IN ('reserved', 'packed', 'dispatched', 'on_trial', 'return_in_transit', 'received', 'lost')"
            ),
        )

    op.create_table(
        "sample_unit_events",
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=True),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "from_state IS NULL OR from_state IN ('available', 'reserved', 'on_loan', 'quarantined', 'lost', 'sold', 'retired')",
            name=op.f("ck_sample_unit_events_from_state"),
        ),
        sa.CheckConstraint(
            "to_state IN ('available', 'reserved', 'on_loan', 'quarantined', 'lost', 'sold', 'retired')",
            name=op.f("ck_sample_unit_events_to_state"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "unit_id"],
            ["sample_units.clinic_id", "sample_units.id"],
            name=op.f("fk_sample_unit_events_clinic_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_sample_unit_events_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_unit_events")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_sample_unit_events_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id", "unit_id", "seq", name=op.f("uq_sample_unit_events_clinic_id_unit_id_seq")
        ),
    )
    with op.batch_alter_table("sample_unit_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sample_unit_events_clinic_id"), ["clinic_id"], unique=False
        )

    op.create_table(
        "service_records",
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=True),
        sa.Column("after_return", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "kind IN ('clean', 'test_and_tag', 'repair')", name=op.f("ck_service_records_kind")
        ),
        sa.CheckConstraint("result IN ('pass', 'fail')", name=op.f("ck_service_records_result")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "unit_id"],
            ["sample_units.clinic_id", "sample_units.id"],
            name=op.f("fk_service_records_clinic_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_service_records_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_records")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_service_records_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id", "unit_id", "seq", name=op.f("uq_service_records_clinic_id_unit_id_seq")
        ),
    )
    with op.batch_alter_table("service_records", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_records_clinic_id"), ["clinic_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_service_records_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "loan_events",
        sa.Column("loan_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=True),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clinic_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "from_state IS NULL OR from_state IN ('reserved', 'packed', 'dispatched', 'on_trial', 'return_in_transit', 'received', 'lost', 'closed', 'purchased', 'cancelled')",
            name=op.f("ck_loan_events_from_state"),
        ),
        sa.CheckConstraint(
            "to_state IN ('reserved', 'packed', 'dispatched', 'on_trial', 'return_in_transit', 'received', 'lost', 'closed', 'purchased', 'cancelled')",
            name=op.f("ck_loan_events_to_state"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "loan_id"],
            ["loans.clinic_id", "loans.id"],
            name=op.f("fk_loan_events_clinic_id_loan_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_loan_events_clinic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_events")),
        sa.UniqueConstraint("clinic_id", "id", name=op.f("uq_loan_events_clinic_id_id")),
        sa.UniqueConstraint(
            "clinic_id", "loan_id", "seq", name=op.f("uq_loan_events_clinic_id_loan_id_seq")
        ),
    )
    with op.batch_alter_table("loan_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loan_events_clinic_id"), ["clinic_id"], unique=False)

    dialect = op.get_bind().dialect.name
    for of, statement in LOCKS:
        if of == dialect:
            op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("Palpate goes forward only; restore a backup instead.")
