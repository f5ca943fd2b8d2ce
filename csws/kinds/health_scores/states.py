"""What a health score can be: a draft, or published and in force. EDITED is csws's own note, in no file: an edit of a score
that is on waits to be turned on."""

from __future__ import annotations

DRAFT = "draft"
PUBLISHED = "published"
EDITED = "edited"
