"""The example clinic: a small practice told through the use cases, for trying Palpate out."""
