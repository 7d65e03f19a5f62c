"""Samples: massagers lent to outside practitioners, unit by unit."""
