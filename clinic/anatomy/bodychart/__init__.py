"""The body chart: four drawings of the figure, and the generator that draws them.

The drawings and `centres.csv` are what the product reads; `build`, `check` and `drawing` are
development tools and need numpy. README.md tells how to change a shape.
"""
