"""Clinics, users, roles and tokens: who may come in, and as whom."""
