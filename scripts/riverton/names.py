"""Invented names for Riverton's streets."""

AVENUE_MAJORS = {
    -5650: "Prairie Pkwy",
    -4150: "Sycamore Blvd",
    -2850: "Kingsley Ave",
    -1650: "Franklin Ave",
    -500: "Larkspur Ave",
    480: "Meridian Ave",
    1480: "Union Ave",
    2450: "Cathedral Ave",
    5300: "Eastgate Blvd",
    6400: "Orchard Pkwy",
}
STREET_MAJORS = {
    -4050: "Fairground Rd",
    -2600: "Granger St",
    -1400: "Mercer St",
    0: "Market St",
    1350: "Harbor St",
    2550: "Highland Blvd",
    3850: "Northgate Rd",
}
WEST_AVENUES = ["Abbott", "Barlow", "Calder", "Denby", "Ellery", "Fenton", "Garland", "Hobart", "Ingram", "Jasper"]
QUAY_AVENUES = ["Foundry", "Tanner", "Chandler", "Ropewalk", "Customs", "Wharf", "Anchor", "Capstan"]
EAST_AVENUES = ["Quince", "Medlar", "Cherry", "Almond", "Walnut", "Pecan", "Mulberry", "Damson", "Filbert"]
STREETS = [
    "Aspen", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Hazel", "Juniper", "Laurel", "Maple", "Oak", "Poplar",
    "Rowan", "Spruce", "Willow", "Chapel", "Depot", "Garnet", "Opal", "Topaz", "Heron", "Plover", "Wren", "Sparrow",
    "Linden", "Sumac", "Tamarack", "Cypress", "Hawthorn", "Ivy", "Myrtle", "Bramble",
]  # fmt: skip
OLD_TOWN_SPOKES = ["Abbey", "Baker", "Candle", "Dyer", "Ferry", "Guild", "Lantern", "Mint", "Saddler", "Tower"]
OLD_TOWN_ROWS = ["Bell", "Cutler", "Draper", "Fiddler", "Glover", "Hatter", "Mason", "Potter", "Sexton", "Wheel"]
OLD_TOWN_RINGS = {110: "Market Pl", 350: "Cooper Ln", 620: "Weaver Ln", 880: "Wall St"}
LOOPS = ["Finch", "Meadow", "Prospect", "Sunset", "Orchid", "Harvest", "Cardinal", "Bluestem", "Windmill", "Homestead"]
COURTS = [
    "Alder", "Clover", "Thistle", "Primrose", "Sorrel", "Yarrow", "Sage", "Juneberry", "Bellflower", "Pheasant",
    "Quail", "Marigold", "Lupine", "Foxglove", "Sedge", "Redbud", "Catalpa", "Hickory", "Lilac", "Teasel",
]  # fmt: skip


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th ..."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }".replace(" ", "")
