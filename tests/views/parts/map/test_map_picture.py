from dataclasses import replace

from console.domain.ids import UnitId, new_uuid
from console.domain.units import Discipline, UnitKind
from console.store.positions import PositionBatch, Positions
from console.views.parts.map.marks import UnitMark
from console.views.parts.map.picture import Picture


def unit(sign: str) -> UnitMark:
    return UnitMark(UnitId(new_uuid()), sign, UnitKind.CO_RESPONSE, (Discipline.OFFICER,), "available")


def live() -> tuple[Picture, list[str]]:
    said: list[str] = []
    picture = Picture(said.append)
    picture.replay()
    said.clear()
    return picture, said


def test_only_differences_between_units_go_out() -> None:
    picture, said = live()
    one, two = unit("C01"), unit("C02")
    picture.set_units([one, two])
    picture.set_units([replace(one), two])
    assert len(said) == 1
    picture.set_units([replace(one, status="en_route")])
    assert said[1].startswith('tandem.units([["') and "en_route" in said[1]
    assert said[1].endswith(f'["{two.unit_id}"])')


def test_what_is_said_twice_goes_once() -> None:
    picture, said = live()
    picture.say("staleAfter", 60)
    picture.say("staleAfter", 60)
    assert said == ["tandem.staleAfter(60)"]


def test_a_fresh_page_is_told_everything() -> None:
    picture, said = live()
    picture.pause()
    picture.say("staleAfter", 60)
    picture.set_units([unit("C01")])
    positions = Positions()
    [owner] = [UnitId(new_uuid())]
    positions.apply(PositionBatch([owner], [0], [0], [0], [0.0], [0.0]))
    picture.bind(positions)
    assert said == []
    picture.replay()
    assert [script.partition("(")[0] for script in said] == ["tandem.staleAfter", "tandem.units", "tandem.slots"]
    assert str(owner) in said[2]


def test_layers_that_are_not_named_stay_as_they_are() -> None:
    picture, said = live()
    picture.merge("layers", {"calls": False})
    picture.merge("layers", {"zones": False})
    assert said[-1] == 'tandem.layers({"calls":false,"zones":false})'


def test_no_text_can_leave_its_quotes() -> None:
    picture, said = live()
    picture.say("notice", '");alert(1)//\u2028</script>')
    assert said == ['tandem.notice("\\");alert(1)//\\u2028</script>")']
