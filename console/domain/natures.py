"""The natures of a call, each with its APCO incident type, the level it starts at and whether a team is eligible."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from console.domain.urgency import Urgency
from console.errors import BadInput


@dataclass(frozen=True, slots=True)
class Nature:
    """What a call is about; `apco` is the incident type of APCO 2.103.2-2019 that it is exported as."""

    code: str
    name: str
    apco: str
    default_level: Urgency
    eligible: bool  # whether a co-response team should go when one is free: what the capture rate counts


_1, _2, _3, _4 = Urgency.ROUTINE, Urgency.MODERATE, Urgency.URGENT, Urgency.EMERGENT

# The default levels follow the four levels of the Virginia Marcus Alert. Not eligible is what every program in the
# comparison leaves to police or EMS alone: a medical emergency, a crime, a weapon without a person in crisis.
NATURES: tuple[Nature, ...] = (
    Nature("suicide_attempt", "Suicide attempt in progress", "SUICTHRT", _4, True),
    Nature("suicide_plan", "Suicidal with plan or means", "SUICTHRT", _3, True),
    Nature("suicidal_ideation", "Suicidal ideation", "SUICTHRT", _2, True),
    Nature("suicidal_third_party", "Third-party suicidal ideation", "SUICTHRT", _2, True),
    Nature("psychotic_episode", "Psychotic episode", "MNTL", _3, True),
    Nature("violent_crisis", "Mental-health crisis with violence", "MTLV", _4, True),
    Nature("emotional_crisis", "Person in emotional crisis", "EDP", _2, True),
    Nature("distressed_caller", "Caller in distress", "EDP", _1, True),
    Nature("altered_mental_status", "Altered mental status", "EDP", _3, True),
    Nature("welfare_check", "Welfare check", "WELFARE", _2, True),
    Nature("welfare_medication", "Welfare check, not taking medication", "WELFARE", _2, True),
    Nature("dementia_wandering", "Person with dementia wandering", "WELFARE", _3, True),
    Nature("officer_requests_clinician", "Officer requests clinician", "ASSIST", _3, True),
    Nature("intoxicated_person", "Intoxicated person", "INTOX", _2, True),
    Nature("family_conflict", "Family conflict", "DVNA", _2, True),
    Nature("youth_in_crisis", "Youth in crisis", "JUV", _3, True),
    Nature("abuse_or_neglect", "Abuse or neglect", "ABUSE", _3, True),
    Nature("unwanted_person", "Unwanted person", "TRESPASS", _2, True),
    Nature("unsheltered_person", "Unsheltered person in distress", "VAG", _1, True),
    Nature("barricaded_person", "Barricaded person", "BARICADE", _4, True),
    Nature("follow_up", "Follow-up visit", "NONEMERG", _1, True),
    Nature("overdose", "Overdose", "OD", _4, False),
    Nature("unconscious_person", "Unconscious person", "PERUNCON", _4, False),
    Nature("sick_person", "Sick person", "SICK", _2, False),
    Nature("person_with_weapon", "Person with a weapon", "WEAPON", _4, False),
    Nature("threats", "Threats", "THREATS", _3, False),
    Nature("domestic_violence", "Domestic violence", "DVA", _4, False),
    Nature("harassment", "Harassment", "HARR", _2, False),
    Nature("other", "Other call for service", "NONEMERG", _1, False),
)

NATURE_BY_CODE: Mapping[str, Nature] = MappingProxyType({nature.code: nature for nature in NATURES})


def nature_of(code: str) -> Nature:
    """The nature with this code.

    Raises:
        BadInput: there is none.
    """
    nature = NATURE_BY_CODE.get(code)
    if nature is None:
        raise BadInput(f'"{code}" is no nature; the codes are {", ".join(NATURE_BY_CODE)}.')
    return nature
