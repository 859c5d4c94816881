"""Imports every mapped row once, for those who need the whole schema."""

from console.models import calls, escalations, logs, notes, people, places, program, rosters, units
from console.models.base import Base

ROWS = (calls, escalations, logs, notes, people, places, program, rosters, units)
METADATA = Base.metadata
