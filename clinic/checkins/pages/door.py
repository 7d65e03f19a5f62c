"""The door that the pages of check-ins share."""

from clinic.web.page import Pages

pages = Pages("checkins")
