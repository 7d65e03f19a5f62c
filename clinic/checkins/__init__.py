"""Check-ins: what patients report from home, on their own page or on the paper grid."""
