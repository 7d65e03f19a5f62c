"""The forty patients of the example clinic, all invented."""

from clinic.example.people.followed import FOLLOWED
from clinic.example.people.newer import NEWER
from clinic.example.people.regulars import REGULARS
from clinic.example.people.watched import WATCHED
from clinic.example.stories import Story

STORIES: tuple[Story, ...] = (*FOLLOWED, *WATCHED, *REGULARS, *NEWER)
