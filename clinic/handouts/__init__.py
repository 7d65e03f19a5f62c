"""Handouts: the sheet a patient takes home, printed once and kept byte for byte."""
