"""A choice: one of the values that could stand at a path, with what helps to choose."""

from __future__ import annotations

from csws.model.frozen import frozen


@frozen
class Choice:
    """One choice: the value as the YAML has it, and its label on the screen, "" where both are the same.

    The rest helps to choose: of a team how many people have it as their primary team, and which item has it already; of a
    property, that it is archived, or of another type than the field asks for."""

    value: str
    label: str = ""
    people: int | None = None
    held_by: str | None = None
    is_archived: bool = False
    is_of_another_type: bool = False

    @property
    def fits(self) -> bool:
        return not (self.is_archived or self.is_of_another_type)
