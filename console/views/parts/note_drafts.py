"""What of clinical notes was typed and is not saved: in memory only, each with its call and with whoever wrote it."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from console.domain.ids import AccountId, CallId, new_uuid


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A half-written note; `key` becomes its id, so that the same words sent twice are one note."""

    text: str = ""
    part2: bool = False
    consent_id: UUID | None = None
    key: UUID = field(default_factory=new_uuid)

    def retyped(self, text: str, *, part2: bool, consent_id: UUID | None) -> "NoteDraft":
        """As it is now: itself while nothing differs, else another note."""
        same = replace(self, text=text, part2=part2, consent_id=consent_id)
        return self if same == self else replace(same, key=new_uuid())


class NoteDrafts:
    """The drafts of one desk."""

    def __init__(self) -> None:
        self._held: dict[tuple[AccountId, CallId], NoteDraft] = {}
        self._saved: set[UUID] = set()

    def of(self, who: AccountId, call_id: CallId) -> NoteDraft:
        """What this person left on this call; an empty one where there is none."""
        return self._held.get((who, call_id)) or NoteDraft()

    def keep(self, who: AccountId, call_id: CallId, draft: NoteDraft) -> None:
        """Keep what was not saved; nothing typed, or nothing that is not saved, is no draft."""
        self._held.pop((who, call_id), None)
        if draft.text.strip() and draft.key not in self._saved:
            self._held[who, call_id] = draft

    def saved(self, who: AccountId, call_id: CallId, key: UUID, _none: object = None) -> None:
        """Let go of a draft that is a note now, wherever its form is."""
        self._saved.add(key)
        self.keep(who, call_id, self.of(who, call_id))
