"""Units and their availability; the status on a call belongs to the assignment (see assignments.py)."""

from enum import StrEnum


class UnitKind(StrEnum):
    """What is sent. EIDO resource types in the comments (NENA-STA-021.1b)."""

    CO_RESPONSE = "co_response"  # CrisisInterventionUnit
    CIT_PATROL = "cit_patrol"  # PatrolUnit with CrisisInterventionSpecialist
    MOBILE_CRISIS = "mobile_crisis"  # CrisisInterventionUnit, no police
    MEDIC = "medic"  # GroundALSAmbulance
    SUPERVISOR = "supervisor"  # PatrolUnit

    @property
    def word(self) -> str:
        """The kind's name on the screen."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    UnitKind.CO_RESPONSE: "Co-response team",
    UnitKind.CIT_PATROL: "CIT patrol",
    UnitKind.MOBILE_CRISIS: "Mobile crisis team",
    UnitKind.MEDIC: "Medic",
    UnitKind.SUPERVISOR: "Supervisor",
}


class Discipline(StrEnum):
    """What a responder is."""

    OFFICER = "officer"
    CLINICIAN = "clinician"
    MEDIC = "medic"
    PEER = "peer"


class Presence(StrEnum):
    """How a member is with a team. Whoever is not aboard may be with other teams of the same hours."""

    ABOARD = "aboard"
    SHARED = "shared"  # in turns with one other team
    REMOTE = "remote"  # by telephone or video, without a seat in the car

    @property
    def word(self) -> str:
        """What the screen puts behind the name; nothing for somebody aboard."""
        return {"aboard": "", "shared": "shared", "remote": "by phone"}[self.value]


class Availability(StrEnum):
    """Whether a unit can be sent, apart from the calls it is on."""

    AVAILABLE = "available"
    BREAK = "break"
    MEETING = "meeting"
    OUT_OF_SERVICE = "out_of_service"
    OFF_DUTY = "off_duty"

    @property
    def word(self) -> str:
        """The word on the screen."""
        return self.value.replace("_", " ").capitalize()


class Staffing(StrEnum):
    """How a unit is crewed against what its kind needs; EIDO calls the last one Unmanned."""

    FULL = "full"
    DEGRADED = "degraded"
    EMPTY = "empty"


REQUIRED_DISCIPLINES: dict[UnitKind, frozenset[Discipline]] = {
    UnitKind.CO_RESPONSE: frozenset({Discipline.OFFICER, Discipline.CLINICIAN}),
    UnitKind.CIT_PATROL: frozenset({Discipline.OFFICER}),
    UnitKind.MOBILE_CRISIS: frozenset({Discipline.CLINICIAN}),
    UnitKind.MEDIC: frozenset({Discipline.MEDIC}),
    UnitKind.SUPERVISOR: frozenset({Discipline.OFFICER}),
}


def staffing(kind: UnitKind, disciplines: list[Discipline]) -> Staffing:
    """How the unit is crewed: degraded when a discipline that its kind needs is missing."""
    if not disciplines:
        return Staffing.EMPTY
    return Staffing.FULL if REQUIRED_DISCIPLINES[kind] <= set(disciplines) else Staffing.DEGRADED


def missing_disciplines(kind: UnitKind, disciplines: list[Discipline]) -> list[Discipline]:
    """What the unit lacks, in the order officer, clinician, medic, peer."""
    lacking = REQUIRED_DISCIPLINES[kind] - set(disciplines)
    return [discipline for discipline in Discipline if discipline in lacking]
