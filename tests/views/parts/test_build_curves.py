"""The chart of a build: there when there is something to see, and never larger than its range."""

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console.jobs.roster_build import Step
from console.ui.theme import theme
from console.views.roster.build_curves import Curves

STEPS = [Step(1, None, None, -100), Step(2, 90_000, 80, -100), Step(6, 900, 0, -50), Step(20, 400, 0, 200)]


def rows_of(image: QImage, token: str) -> list[int]:
    """The heights at which a line of a colour is."""
    wanted = theme().colour(token).rgb()
    below = range(theme().px(22), image.height())
    return [y for y in below if any(image.pixel(x, y) == wanted for x in range(image.width()))]


def test_a_roster_that_is_proven_at_once_has_no_curve(qtbot: QtBot) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    assert not curves.is_worth_it
    curves.steps = [Step(1, None, None, 0), Step(2, 0, 0, 0), Step(3, 0, 0, 0)]
    assert not curves.is_worth_it, "two lines that never part"
    curves.steps = STEPS
    assert curves.is_worth_it


def test_the_cost_comes_down_to_the_bound_and_a_dear_first_roster_hides_nothing(qtbot: QtBot) -> None:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.steps = STEPS
    curves.resize(300, curves.sizeHint().height())
    image = curves.grab().toImage()
    cost, bound = rows_of(image, "discipline.officer"), rows_of(image, "discipline.clinician")
    assert cost and bound and max(cost) < max(bound)
    assert max(cost) - min(cost) > image.height() // 4, "what came after the first roster is seen"
