"""Incidents: what went wrong with a massager or a home plan, and what that holds back."""
