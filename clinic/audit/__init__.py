"""Reading the audit trail. Writing it is work's."""
