"""Makes a map of the program as the settings want it, or with the built-in outline where that cannot be."""

from collections.abc import Callable

from console.errors import TandemError
from console.settings import Settings
from console.store.store import Store
from console.views.parts.live_map import LiveMap
from console.views.parts.map.configuration import map_configuration
from console.views.parts.selection import Selection


def made_map(store: Store, selection: Selection, settings: Settings, say: Callable[[str], object]) -> LiveMap:
    """A map for the workspace or for a second monitor; `say` learns why it is not the one that was chosen."""
    program = store.program
    assert program is not None
    try:
        made = LiveMap(store, selection, map_configuration(program, settings.map_base))
    except TandemError as fault:
        say(f"{fault} The built-in outline is shown. Ctrl+K, “Map base”, mends it.")
        made = LiveMap(store, selection, map_configuration(program, "outline"))
    made.view.set_layers(settings.layers)
    return made
