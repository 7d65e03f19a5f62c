"""Home plans: prescribed home vibration massage, with its limits, its safety and its review."""
