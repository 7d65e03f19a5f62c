"""Shapes of the sample programme."""
