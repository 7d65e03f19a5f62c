"""Muscles, zones, body regions and the body chart: reference data, no patients."""
