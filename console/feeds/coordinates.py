"""Coordinates of a row: given, missing, absurd, or exchanged."""

from math import isfinite

from console.domain.geography import Box, Point
from console.feeds.call_rows import Unreadable


def read_point(lat_text: str, lon_text: str, extent: Box | None) -> Point | None:
    """The point; None when both texts are blank.

    Raises:
        Unreadable: they are no place on earth, no place at all (0, 0), or outside the extent.
    """
    if not lat_text and not lon_text:
        return None
    if not lat_text or not lon_text:
        missing, given = ("longitude", "latitude") if lat_text else ("latitude", "longitude")
        raise Unreadable(f"There is a {given} and no {missing}.")
    lat, lon = _number(lat_text, "latitude"), _number(lon_text, "longitude")
    if lat == 0 and lon == 0:
        raise Unreadable("Latitude and longitude are 0, 0: the place was never found.")
    if abs(lat) > 90 or abs(lon) > 180:
        turned = abs(lon) <= 90 and abs(lat) <= 180 and (extent is None or extent.holds(Point(lon, lat)))
        raise Unreadable(f"{lat:g}, {lon:g} is not on earth{_HINT if turned else ''}.")
    point = Point(lat, lon)
    if extent is not None and not extent.holds(point):
        turned = abs(lon) <= 90 and extent.holds(Point(lon, lat))
        raise Unreadable(f"{lat:g}, {lon:g} is outside the program's extent{_HINT if turned else ''}.")
    return point


_HINT = ": latitude and longitude seem to be exchanged"


def _number(text: str, what: str) -> float:
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise Unreadable(f'The {what} "{text[:30]}" is no number.')
    return value
