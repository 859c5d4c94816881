"""How calls come to Riverton: when, about what, from where; measured figures are cited, invented ones say so."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

LANE = "mobile_crisis_lane_county_hour_of_week.csv"
TORONTO = "toronto_suicide_related_hour_of_week.csv"
INTERVALS = "mobile_crisis_lane_county_intervals.csv"
INVENTED = "invented for the demo"
GROUPS_SOURCE = (
    "groups: Toronto open data, Persons in Crisis, 97,790 calls (62 % person in crisis, 30 % suicide-related,"
    f" 8 % overdose); inside the groups {INVENTED}"
)
WEEK_SOURCE = (
    "mean of two measured shares: 4,682 mobile-crisis dispatches in Lane County, and 91,501 suicide-related calls"
    " attended in Toronto, 2014-2023 (open data, Persons in Crisis)"
)

# Toronto's 97,790 person-in-crisis calls: 62 % person in crisis, 30 % suicide-related, 8 % overdose. The split inside
# the three groups is invented.
GROUPS: dict[float, dict[str, float]] = {
    0.30: {"suicide_attempt": 3, "suicide_plan": 7, "suicidal_ideation": 13, "suicidal_third_party": 7},
    0.08: {"overdose": 1},
    0.62: {
        "psychotic_episode": 10, "emotional_crisis": 11, "violent_crisis": 2, "distressed_caller": 4,
        "welfare_medication": 6,
        "welfare_check": 8, "dementia_wandering": 2, "officer_requests_clinician": 6, "intoxicated_person": 5,
        "family_conflict": 6, "youth_in_crisis": 5, "unwanted_person": 5, "unsheltered_person": 4,
        "barricaded_person": 0.5, "abuse_or_neglect": 1, "person_with_weapon": 0.5, "follow_up": 5,
    },
}  # fmt: skip
# Chance of levels 1 to 4 for natures that vary; the others start at their nature's own level.
LEVELS: dict[str, list[float]] = {
    "suicidal_ideation": [0.15, 0.65, 0.20, 0.0],
    "suicidal_third_party": [0.10, 0.65, 0.25, 0.0],
    "suicide_plan": [0.0, 0.15, 0.75, 0.10],
    "psychotic_episode": [0.0, 0.35, 0.60, 0.05],
    "emotional_crisis": [0.20, 0.60, 0.20, 0.0],
    "welfare_check": [0.45, 0.50, 0.05, 0.0],
    "welfare_medication": [0.20, 0.70, 0.10, 0.0],
    "family_conflict": [0.20, 0.55, 0.25, 0.0],
    "youth_in_crisis": [0.05, 0.45, 0.45, 0.05],
    "intoxicated_person": [0.35, 0.55, 0.10, 0.0],
    "unwanted_person": [0.40, 0.55, 0.05, 0.0],
    "officer_requests_clinician": [0.0, 0.35, 0.60, 0.05],
}
SOURCES = {
    "911": 0.56,
    "988": 0.11,
    "officer_on_scene": 0.13,
    "community_line": 0.12,
    "self_initiated": 0.04,
    "walk_in": 0.04,
}
FLAGS = {
    "weapon_in_hand": 0.012,
    "weapon_seen": 0.02,
    "weapon_in_home": 0.05,
    "violence": 0.07,
    "minor": 0.11,
    "medical": 0.13,
}
LANGUAGES = {
    "english": 0.86,
    "spanish": 0.085,
    "vietnamese": 0.015,
    "arabic": 0.012,
    "mandarin": 0.01,
    "french": 0.008,
    "somali": 0.01,
}
CALLS_PER_DAY = 68


def mix(folder: Path) -> dict[str, Any]:
    """The document, with the measured curves read from a folder of aggregate CSV files."""
    lane, toronto = _week(folder / LANE, "requests"), _week(folder / TORONTO, "calls")
    blend = [(a + b) / 2 for a, b in zip(lane, toronto, strict=True)]
    return {
        "calls_per_day": {"value": CALLS_PER_DAY, "source": INVENTED},
        "natures": {
            "weights": _weights(),
            "source": GROUPS_SOURCE,
        },
        "levels": {"chances": LEVELS, "source": INVENTED},
        "sources": {"chances": SOURCES, "source": INVENTED},
        "flags": {"chances": FLAGS, "source": INVENTED},
        "languages": {"chances": LANGUAGES, "source": INVENTED},
        "hour_of_week": {
            "first": "Monday 00:00 local",
            "factors": [round(share * 168, 4) for share in blend],
            "source": WEEK_SOURCE,
        },
        "intervals_minutes": {
            "quantiles": _quantiles(folder / INTERVALS),
            "source": "mobile crisis, Lane County, quantiles of 4,343 dispatched requests",
        },
    }


def _week(path: Path, column: str) -> list[float]:
    with path.open(encoding="utf-8", newline="") as file:
        counts = {(int(r["weekday_mon0"]), int(r["hour"])): int(r[column]) for r in csv.DictReader(file)}
    total = sum(counts.values())
    return [counts[day, hour] / total for day in range(7) for hour in range(24)]


def _weights() -> dict[str, float]:
    return {
        code: round(share * weight / sum(group.values()), 5)
        for share, group in GROUPS.items()
        for code, weight in group.items()
    }


def _quantiles(path: Path) -> dict[str, dict[str, float]]:
    keys = {
        "Request -> Dispatch": "request_to_dispatch",
        "Dispatch -> Arrival": "dispatch_to_arrival",
        "Arrival -> Engagement": "arrival_to_engagement",
        "Arrival -> Departure": "on_scene",
    }
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["interval_minutes"].removeprefix("Minutes: "): row for row in csv.DictReader(file)}
    return {
        name: {q: float(rows[column][q]) for q in ("p10", "p25", "p50", "p75", "p90", "p95")}
        for column, name in keys.items()
    }
