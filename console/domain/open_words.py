"""Words that a newer version may add to: an older desk on the same database keeps and shows what it does not know."""

import logging
from enum import StrEnum
from typing import Self

log = logging.getLogger(__name__)


class OpenWords(StrEnum):
    """A vocabulary; a word that is not in it becomes one of its own that no form offers, instead of a fault.

    One such word in one row would otherwise cost a desk its whole picture.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        log.warning("a word of another version is shown as it is, among those of %s", cls.__name__)
        made = str.__new__(cls, value)
        made._name_, made._value_ = value.upper(), value
        cls._value2member_map_[value] = made  # asked again it is the same, and nothing is logged
        return made
