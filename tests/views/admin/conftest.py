"""These tests work on a desk whose program is in a file of its own."""

from desks import held, settled
from make import founded, program

__all__ = ["founded", "held", "program", "settled"]
