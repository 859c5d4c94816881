#!/usr/bin/env bash
# Opens Tandem with the demo program; on a machine without a display it saves pictures of it instead.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(id -u)" -eq 0 ]; then
    # The web engine's sandbox cannot start as root, and the window would not open; any other account keeps it.
    export QTWEBENGINE_DISABLE_SANDBOX=1
fi

if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
    echo "There is no display here, so no window can be opened. Tandem runs on a virtual one and saves pictures of itself."
    mkdir -p build/pictures
    export QT_QPA_PLATFORM=xcb
    export QTWEBENGINE_CHROMIUM_FLAGS="${QTWEBENGINE_CHROMIUM_FLAGS:---disable-gpu}"
    xvfb-run -a -s "-screen 0 1600x1000x24" .venv/bin/tandem pictures --out build/pictures
    echo "The pictures are in $PWD/build/pictures:"
    ls build/pictures
    exit 0
fi

exec .venv/bin/tandem demo
