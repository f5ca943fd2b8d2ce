"""The project while somebody types: unsaved texts, where the cursor is, what could stand there, where a value comes
from. Below every face that edits; knows no protocol."""
