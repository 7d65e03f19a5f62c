"""The JSON door of the audit trail."""

from clinic.audit import queries
from clinic.audit.schemas import AuditEntryShape, AuditQueryShape
from clinic.rulebook.permissions import Permission
from clinic.web.endpoint import Door, endpoint
from clinic.work.journal import JournalEntry
from clinic.work.paging import Page
from clinic.work.unit import Work

api = Door("audit", "Who did or read what, when.")


@api.get("/audit-entries")
@endpoint(needs=Permission.CLINIC, query=AuditQueryShape(), returns=AuditEntryShape(), lists=True)
def list_audit_entries(work: Work, sought: queries.Sought) -> Page[JournalEntry]:
    """List the audit trail, newest first; those entries that are looked for."""
    work.record("audit.opened", patient_id=sought.patient_id)
    return queries.entries(work, sought)
