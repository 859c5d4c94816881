"""The program in a file that these tests work on."""

from make import founded, program

__all__ = ["founded", "program"]
