"""Days and times as they are typed into a field, in the agency's zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from console.errors import BadInput


def typed_moment(text: str, zone: ZoneInfo | None, *, end: bool = False) -> datetime | None:
    """What was typed as "2026-03-14" or "2026-03-14 08:30", in the agency's zone; as an end a day is whole.

    Raises:
        BadInput: it is neither.
    """
    typed = text.strip()
    if not typed:
        return None
    told = zone or ZoneInfo("UTC")
    try:
        if len(typed) <= len("2026-03-14"):
            day = date.fromisoformat(typed) + timedelta(days=1 if end else 0)
            return datetime.combine(day, time(), told)
        at = datetime.fromisoformat(typed)
        return at.replace(tzinfo=told) if at.tzinfo is None else at
    except (ValueError, OverflowError) as fault:
        raise BadInput(f"“{typed}” is no day. Write 2026-03-14, or 2026-03-14 08:30.") from fault
