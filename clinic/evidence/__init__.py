"""Studies, and what each supports: references, therapies, advice, printed claims, the benchmark."""
