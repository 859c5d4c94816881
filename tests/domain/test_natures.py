"""The list of natures: codes, APCO types and lookup."""

import pytest

from console.domain.natures import NATURE_BY_CODE, NATURES, nature_of
from console.domain.urgency import Urgency
from console.errors import BadInput

# fmt: off
APCO = {
    "EDP", "MNTL", "MTLV", "SUICTHRT", "SUICIDE", "WELFARE", "OD", "INTOX", "PERMISS", "TRESPASS", "INDECENT",
    "HARR", "THREATS", "DVA", "DVNA", "PHANDLE", "VAG", "JUV", "PERUNCON", "SICK", "WEAPON", "BARICADE", "HOSTAGE",
    "CITASST", "ASSIST", "MAYDAY", "NONEMERG", "ABUSE",
}
# fmt: on


def test_codes_and_names_are_unique() -> None:
    assert len({nature.code for nature in NATURES}) == len({nature.name for nature in NATURES}) == len(NATURES)


def test_every_nature_has_a_known_apco_type() -> None:
    assert {nature.apco for nature in NATURES} <= APCO


def test_every_level_is_some_natures_default() -> None:
    assert {nature.default_level for nature in NATURES} == set(Urgency)


def test_a_nature_is_found_by_its_code() -> None:
    assert all(nature_of(code) is nature for code, nature in NATURE_BY_CODE.items())


def test_an_unknown_code_is_refused_with_the_list() -> None:
    with pytest.raises(BadInput, match='"crisis" is no nature; the codes are suicide_attempt, '):
        nature_of("crisis")
