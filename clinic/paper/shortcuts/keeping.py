"""How much is kept."""

MOST_KEPT = 20_000  # of each kind: bounds the memory of a press that prints strange things
