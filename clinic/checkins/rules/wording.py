"""The one place through which every sentence of the patient's page goes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoken:
    """The patient's language. English is the only one that is complete."""

    language: str = "en"
    direction: str = "ltr"

    def say(self, sentence: str, **values: object) -> str:
        """Say an English sentence in this language, with its values filled in."""
        return sentence.format(**values)
