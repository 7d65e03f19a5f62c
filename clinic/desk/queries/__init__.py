"""Questions the desk asks of several rooms at once, each of them once for everybody."""
