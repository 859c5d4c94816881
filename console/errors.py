"""What can go wrong in words an operator can act on; everything raised on purpose derives from here."""


UNEXPECTED = "This did not work, and it is a fault of the program. It is in the log."


class TandemError(Exception):
    """A fault with a sentence for the screen: what happened, and what to do about it."""


class RuleBroken(TandemError):
    """A rule of the house refuses the wish; the sentence names the rule."""


class ReasonNeeded(RuleBroken):
    """A firm rule speaks against the wish; with a reason it is done all the same."""


class NotPermitted(TandemError):
    """The actor's roles do not allow this command."""


class NotFound(TandemError):
    """What the wish names does not exist."""


class EditConflict(TandemError):
    """Somebody else changed it first: the version that the operator saw is no longer the newest."""


class LinkDown(TandemError):
    """The database cannot be reached; nothing was written."""


class StorageFault(TandemError):
    """The database answered, and cannot keep what it was given (read-only folder, full disk, locked file)."""


class BadInput(TandemError):
    """Something from outside (a file, a message, a typed word) is malformed; the sentence names the place."""
