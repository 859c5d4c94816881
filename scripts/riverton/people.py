"""The people and units of Riverton's program: all invented."""

from __future__ import annotations

from typing import Any

from scripts.riverton.plane import XY

N, S, E, O = "North", "South", "East", "Old Town"  # noqa: E741  # the four zones, one letter each in the tables below

CIT, NEGOTIATOR, YOUTH, VETERANS = "CIT-40h", "negotiator", "youth", "veterans"
LEARNED = {CIT: 540, NEGOTIATOR: 410, YOUTH: 620, VETERANS: 700}  # days that a qualification still runs, unless said

# given name, family name, home zone, badge, qualifications (each with days left where it differs), languages
OFFICERS: list[tuple[str, str, str, str, dict[str, int | None], list[str]]] = [
    ("Marisol", "Reyes", N, "4127", {CIT: None, NEGOTIATOR: None}, ["spanish"]),
    ("Daniel", "Park", N, "4133", {CIT: None}, ["korean"]),
    ("Beatriz", "Silva", N, "4140", {CIT: None}, ["portuguese", "spanish"]),
    ("Karim", "Haddad", S, "4152", {CIT: None, VETERANS: None}, ["arabic"]),
    ("Aaron", "Boyd", E, "4158", {CIT: 12}, []),
    ("Linh", "Tran", O, "4161", {CIT: None, YOUTH: None}, ["vietnamese"]),
    ("Petra", "Novak", E, "4166", {CIT: None}, ["czech"]),
    ("Kenji", "Ito", S, "4170", {CIT: None}, ["japanese"]),
    ("Gwen", "Castellane", O, "4175", {CIT: None, NEGOTIATOR: 35}, []),
    ("Marcus", "Oyelaran", S, "4181", {CIT: None}, ["yoruba"]),
    ("Ruth", "Okafor", O, "4102", {CIT: None, NEGOTIATOR: None}, []),
    ("Tomas", "Varga", S, "4188", {CIT: None}, ["hungarian"]),
    ("Shanice", "Coleman", N, "4190", {CIT: None, YOUTH: None}, []),
    ("Imran", "Qureshi", O, "4193", {CIT: None}, ["urdu"]),
    ("Ellen", "Whitefeather", E, "4197", {CIT: None, VETERANS: None}, ["lakota"]),
    ("Jonas", "Kowalczyk", O, "4105", {CIT: None}, ["polish"]),
    ("Amara", "Diallo", N, "4204", {CIT: None}, ["french"]),
    ("Scott", "Hendry", O, "4208", {CIT: 210}, []),
    ("Luisa", "Ferrante", E, "4211", {CIT: None}, ["italian", "spanish"]),
    ("Wen", "Zhao", O, "4109", {CIT: None, NEGOTIATOR: None}, ["mandarin"]),
    ("Patrick", "Mulcahy", S, "4219", {}, []),
    ("Nadia", "Sokolova", N, "4222", {CIT: -20}, ["russian"]),
    ("Isaiah", "Grant", E, "4226", {CIT: None}, []),
    ("Priya", "Raman", S, "4230", {CIT: None, YOUTH: None}, ["tamil", "hindi"]),
]

# given name, family name, home zone, licence, its number and days left, qualifications, languages
CLINICIANS: list[tuple[str, str, str, str, str, int, dict[str, int | None], list[str]]] = [
    ("Tove", "Lindqvist", N, "LCSW", "R-20418", 480, {YOUTH: None}, ["swedish"]),
    ("Dayo", "Abara", N, "RN", "R-31177", 350, {}, ["yoruba"]),
    ("Julian", "Moreno", N, "LMFT", "R-22860", 295, {}, ["spanish"]),
    ("Sarah", "Bloom", S, "LCSW", "R-19934", 610, {VETERANS: None}, []),
    ("Rosalind", "Vance", S, "LPC", "R-24402", 18, {}, []),
    ("Andre", "Pike", E, "LCSW", "R-25519", 505, {YOUTH: None}, []),
    ("Mei", "Fong", O, "LPC", "R-27731", 390, {}, ["cantonese", "mandarin"]),
    ("Hannah", "Estrada", O, "LMFT", "R-21096", 440, {YOUTH: None}, ["spanish"]),
    ("Curtis", "Boone", S, "LPC", "R-26643", 560, {}, []),
    ("Yasmin", "Farouk", N, "LCSW", "R-28015", 330, {}, ["arabic", "french"]),
    ("Grace", "Nakai", N, "LMFT", "R-23358", 275, {VETERANS: None}, ["navajo"]),
]

# given name, family name, home zone, licence, its number and days left, languages
MEDICS: list[tuple[str, str, str, str, str, int, list[str]]] = [
    ("Owen", "Bright", N, "EMT-P", "E-5521", 420, []),
    ("Carmen", "Ibarra", S, "EMT-P", "E-5548", 515, ["spanish"]),
    ("Lars", "Holm", O, "EMT-P", "E-5602", 240, ["danish"]),
]

# call sign, kind, zone, plan metres where it starts
UNITS: list[tuple[str, str, str, XY]] = [
    ("C03", "co_response", S, (-1_300, -2_900)),
    ("C07", "co_response", S, (600, -2_300)),
    ("C09", "co_response", N, (200, 1_500)),
    ("C12", "co_response", N, (-900, 2_700)),
    ("C15", "co_response", E, (5_050, -1_900)),
    ("C18", "co_response", N, (-2_300, 1_250)),
    ("C22", "co_response", O, (2_100, 300)),
    ("C24", "co_response", E, (5_600, 1_000)),
    ("B22", "cit_patrol", O, (1_750, -650)),
    ("B31", "cit_patrol", S, (-3_700, -1_300)),
    ("X1", "mobile_crisis", O, (2_900, -200)),
    ("M2", "medic", N, (1_100, 2_200)),
    ("M5", "medic", S, (-600, -1_500)),
    ("S1", "supervisor", O, (1_300, 50)),
]

SHIFTS = {"Day": ("07:00", "17:00"), "Evening": ("16:00", "02:00"), "Night": ("22:00", "08:00")}
WANTED = {"Day": {N: 1, S: 1, E: 1, O: 1}, "Evening": {N: 3, S: 2, E: 2, O: 1}, "Night": {N: 1, S: 1, E: 0, O: 1}}

# shift, zone, unit, members by family name. The evening crews hold every unit from 16:00 to 02:00; in the overlaps the
# day crew has handed its car over and the night crew waits for it. C24 rides without a clinician, C22 rides as three.
PAIRINGS: list[tuple[str, str, str, list[str]]] = [
    ("Day", S, "C03", ["Oyelaran", "Boone"]),
    ("Day", N, "C12", ["Diallo", "Farouk"]),
    ("Day", O, "B22", ["Castellane"]),
    ("Day", E, "B31", ["Ferrante"]),
    ("Day", O, "S1", ["Kowalczyk"]),
    ("Evening", S, "C03", ["Ito", "Vance"]),
    ("Evening", S, "C07", ["Haddad", "Bloom"]),
    ("Evening", N, "C09", ["Reyes", "Lindqvist"]),
    ("Evening", N, "C12", ["Silva", "Moreno"]),
    ("Evening", E, "C15", ["Boyd", "Pike"]),
    ("Evening", N, "C18", ["Park", "Abara"]),
    ("Evening", O, "C22", ["Tran", "Fong", "Holm"]),
    ("Evening", E, "C24", ["Novak"]),
    ("Evening", O, "B22", ["Qureshi"]),
    ("Evening", S, "B31", ["Varga"]),
    ("Evening", O, "X1", ["Estrada"]),
    ("Evening", N, "M2", ["Bright"]),
    ("Evening", S, "M5", ["Ibarra"]),
    ("Evening", O, "S1", ["Okafor"]),
    ("Night", N, "C18", ["Coleman", "Nakai"]),
    ("Night", O, "B22", ["Hendry"]),
    ("Night", S, "B31", ["Raman"]),
    ("Night", O, "S1", ["Zhao"]),
]
HELD = {"Day": ("07:00", "16:00"), "Evening": ("16:00", "02:00"), "Night": ("02:00", "08:00")}


def _qualifications(codes: dict[str, int | None], languages: list[str]) -> list[dict[str, Any]]:
    learned = [{"code": c, "expires_days": LEARNED[c] if left is None else left} for c, left in codes.items()]
    return [*learned, *({"code": f"language:{name}", "expires_days": None} for name in languages)]


def responders() -> list[dict[str, Any]]:
    """Everybody, with discipline, licence and qualifications; expiry counts days from the day the demo starts."""
    found: list[dict[str, Any]] = []
    for given, family, zone, badge, codes, languages in OFFICERS:
        person = {
            "name": f"{given} {family}",
            "short": family,
            "discipline": "officer",
            "badge": badge,
            "licence": None,
        }
        found.append({**person, "zone": zone, "qualifications": _qualifications(codes, languages)})
    for given, family, zone, licence, number, left, codes, languages in CLINICIANS:
        held = [{"code": licence, "expires_days": left}, *_qualifications(codes, languages)]
        found.append(
            _licensed(f"{given} {family}", "clinician", {"kind": licence, "number": number}, zone)
            | {"qualifications": held}
        )
    for given, family, zone, licence, number, left, languages in MEDICS:
        held = [{"code": licence, "expires_days": left}, *_qualifications({}, languages)]
        found.append(
            _licensed(f"{given} {family}", "medic", {"kind": licence, "number": number}, zone)
            | {"qualifications": held}
        )
    return found


def _licensed(name: str, discipline: str, licence: dict[str, str], zone: str) -> dict[str, Any]:
    short = f"{name[0]}. {name.rsplit(maxsplit=1)[-1]} {licence['kind']}"
    return {"name": name, "short": short, "discipline": discipline, "badge": None, "licence": licence, "zone": zone}


def shifts() -> list[dict[str, Any]]:
    """Today's shifts in each zone, with the teams wanted; times are local, an end before its start is tomorrow."""
    return [
        {"name": name, "zone": zone, "start": start, "end": end, "teams_wanted": WANTED[name][zone]}
        for name, (start, end) in SHIFTS.items()
        for zone in (N, S, E, O)
    ]


def pairings() -> list[dict[str, Any]]:
    """Who rides together today, on which unit, from when until when."""
    full = {person["name"].split()[-1]: person["name"] for person in responders()}
    return [
        {
            "shift": shift,
            "zone": zone,
            "unit": unit,
            "start": HELD[shift][0],
            "end": HELD[shift][1],
            "members": [full[m] for m in members],
        }
        for shift, zone, unit, members in PAIRINGS
    ]
