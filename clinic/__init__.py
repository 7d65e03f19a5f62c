"""Palpate: the clinic backend that follows every muscle knot until it is really gone."""
