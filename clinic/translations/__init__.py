"""Translations of what patients read: closed until somebody qualified has approved them here."""
