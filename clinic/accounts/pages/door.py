"""The door of the accounts' pages: each module beside this one opens its own addresses in it."""

from clinic.web.page import Pages

pages = Pages("accounts")
