"""The program that these tests work on: in a file, and once more in a shared database."""

from both import founded, program
from night import night

__all__ = ["founded", "night", "program"]
