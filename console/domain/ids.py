"""Identifiers: client-made UUIDv7, so that a retry after an unknown outcome neither loses nor doubles."""

from typing import NewType
from uuid import UUID

import uuid_utils.compat

CallId = NewType("CallId", UUID)
UnitId = NewType("UnitId", UUID)
AssignmentId = NewType("AssignmentId", UUID)
ResponderId = NewType("ResponderId", UUID)
QualificationId = NewType("QualificationId", UUID)
ShiftId = NewType("ShiftId", UUID)
PairingId = NewType("PairingId", UUID)
PairingMemberId = NewType("PairingMemberId", UUID)
ZoneId = NewType("ZoneId", UUID)
TemplateId = NewType("TemplateId", UUID)
RosterId = NewType("RosterId", UUID)
TeamId = NewType("TeamId", UUID)
AbsenceId = NewType("AbsenceId", UUID)
WishId = NewType("WishId", UUID)
PartnerId = NewType("PartnerId", UUID)
SwapId = NewType("SwapId", UUID)
ProviderId = NewType("ProviderId", UUID)
PlaceId = NewType("PlaceId", UUID)
EscalationId = NewType("EscalationId", UUID)
EmergencyId = NewType("EmergencyId", UUID)
TimelineEntryId = NewType("TimelineEntryId", UUID)
CallLinkId = NewType("CallLinkId", UUID)
ProgramId = NewType("ProgramId", UUID)
AccountId = NewType("AccountId", UUID)
DeskId = NewType("DeskId", UUID)
CommandId = NewType("CommandId", UUID)


def new_uuid() -> UUID:
    """A fresh UUIDv7 (RFC 9562): its order is the order of making, on one machine."""
    return uuid_utils.compat.uuid7()
