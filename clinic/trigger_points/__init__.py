"""One place followed through all examinations: its state, and what remains."""
