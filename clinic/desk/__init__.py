"""The desk: pages that look across the rooms: today, one patient, the clinic's outcomes."""
