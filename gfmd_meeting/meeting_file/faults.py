"""What is wrong with a meeting file, and where."""

from django.core.exceptions import ValidationError


class Faults(list):
    """Sentences, each with the place in the file that it is about."""

    def add(self, place: str, sentence: str) -> None:
        self.append(f"{place}: {sentence}" if place else sentence)

    def refuse(self) -> None:
        """Refuse the file if there is any fault, with all of them."""
        if self:
            raise ValidationError(
                [ValidationError(sentence, code="meeting_file_fault") for sentence in self]
            )
