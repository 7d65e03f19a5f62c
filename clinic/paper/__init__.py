"""Paper: turn a room's facts into accessible, reproducible PDF pages."""
