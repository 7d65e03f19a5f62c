"""What all rules share: machines, refusals, permissions, actors. Pure."""
