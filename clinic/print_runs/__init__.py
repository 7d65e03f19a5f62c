"""Print runs: the handouts of a day, or of a list of plans, printed one after another."""
