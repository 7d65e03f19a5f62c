"""The desk's door, on which its pages hang their addresses."""

from clinic.web.page import Pages

pages = Pages("desk")
