"""Makes the three sounds of the program as WAV files: sine tones, told apart by melody and not by pitch alone."""

import math
import struct
import sys
import wave
from pathlib import Path

RATE = 22_050
# (frequency in Hz or 0 for silence, seconds)
SOUNDS: dict[str, list[tuple[float, float]]] = {
    "new_call": [(784, 0.14), (0, 0.04), (1047, 0.22)],  # two notes, rising
    "assignment": [(659, 0.10)],  # one short note
    "escalation": [(880, 0.16), (622, 0.16), (0, 0.05), (880, 0.16), (622, 0.16), (0, 0.05), (880, 0.16), (622, 0.22)],
}


def samples(tones: list[tuple[float, float]]) -> bytes:
    """16-bit mono samples; each tone fades in and out over 8 ms so that it does not click."""
    out = bytearray()
    for frequency, seconds in tones:
        count = int(seconds * RATE)
        edge = int(0.008 * RATE)
        for i in range(count):
            fade = min(1.0, i / edge, (count - i) / edge)
            tone = math.sin(2 * math.pi * frequency * i / RATE) + 0.25 * math.sin(4 * math.pi * frequency * i / RATE)
            out += struct.pack("<h", int(11_000 * fade * tone) if frequency else 0)
    return bytes(out)


def main(target: Path) -> None:
    """Write every sound into a folder."""
    for name, tones in SOUNDS.items():
        with wave.open(str(target / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples(tones))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "resources/sounds"))
