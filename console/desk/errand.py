"""A wish on its way: what to do when it is done, and what when it is refused."""

from collections.abc import Callable
from typing import Generic, Self, TypeVar

from console.errors import TandemError

R = TypeVar("R")


class Errand(Generic[R]):
    """The answer to come; handlers may be attached before or after it is there."""

    def __init__(self) -> None:
        self._done: list[Callable[[R], object]] = []
        self._refused: list[Callable[[TandemError], object]] = []
        self._result: list[R] = []
        self._fault: TandemError | None = None

    @property
    def is_handled(self) -> bool:
        """Whether somebody shows a refusal in place; else the desk shows it."""
        return bool(self._refused)

    def then(self, handler: Callable[[R], object]) -> Self:
        """Call `handler` with the result."""
        self._done.append(handler)
        if self._result:
            handler(self._result[0])
        return self

    def otherwise(self, handler: Callable[[TandemError], object]) -> Self:
        """Call `handler` with the fault when the wish is refused."""
        self._refused.append(handler)
        if self._fault is not None:
            handler(self._fault)
        return self

    def succeed(self, result: R) -> None:
        """Hand the result to whoever waits; called by the desk."""
        self._result.append(result)
        for handler in list(self._done):  # a handler that is added now is called where it is added
            handler(result)

    def fail(self, fault: TandemError) -> None:
        """Hand the fault to whoever waits; called by the desk."""
        self._fault = fault
        for handler in list(self._refused):
            handler(fault)
