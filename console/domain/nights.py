"""What of a shift lies in the night."""


def night_minutes(begins: int, minutes: int) -> int:
    """How many minutes of a shift lie between 22:00 and 06:00; `begins` in minutes after midnight."""
    ends = begins + minutes
    nights = ((-2 * 60, 6 * 60), (22 * 60, 30 * 60), (46 * 60, 54 * 60))
    return sum(max(0, min(ends, until) - max(begins, since)) for since, until in nights)
