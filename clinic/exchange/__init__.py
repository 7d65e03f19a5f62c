"""Exchange: what leaves the clinic for other hands and other systems."""
