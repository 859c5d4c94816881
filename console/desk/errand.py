"""A wish on its way: what to do when it is done, and what when it is refused."""

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, Self, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from console.errors import TandemError

R = TypeVar("R")


class Errand(Generic[R]):
    """The answer to come; handlers may be attached before or after it is there.

    A handler that is a method of a window that was closed meanwhile is passed over.
    """

    def __init__(self) -> None:
        self._done: list[Callable[[R], object]] = []
        self._refused: list[Callable[[TandemError], object]] = []
        self._result: list[R] = []
        self._fault: TandemError | None = None

    def then(self, handler: Callable[[R], object]) -> Self:
        """Call `handler` with the result."""
        self._done.append(handler)
        if self._result and _is_there(handler):
            handler(self._result[0])
        return self

    def otherwise(self, handler: Callable[[TandemError], object]) -> Self:
        """Call `handler` with the fault when the wish is refused."""
        self._refused.append(handler)
        if self._fault is not None and _is_there(handler):
            handler(self._fault)
        return self

    def succeed(self, result: R) -> None:
        """Hand the result to whoever waits; called by the desk."""
        self._result.append(result)
        for handler in list(self._done):  # a handler that is added now is called where it is added
            if _is_there(handler):
                handler(result)

    def fail(self, fault: TandemError) -> bool:
        """Hand the fault to whoever waits, and tell whether anybody did; called by the desk."""
        self._fault = fault
        heard = [handler for handler in self._refused if _is_there(handler)]
        for handler in heard:
            handler(fault)
        return bool(heard)


def _is_there(handler: Callable[..., Any]) -> bool:
    while isinstance(handler, partial):
        handler = handler.func
    owner = getattr(handler, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
