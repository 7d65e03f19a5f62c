"""What the hands found in one patient on one day, and what it adds up to."""
