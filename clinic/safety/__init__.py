"""What must be ruled out first: safety questions, red flags, stop signs, screens."""
