#!/usr/bin/env bash
# What `make run` and `make test` need, once: system libraries if missing, .venv, locked dependencies with hashes.
# Safe to repeat: what is there already is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."

# Qt and its web engine; a real window on a virtual display; a font.
LIBRARIES=(
    libasound2 libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libnss3 libxcomposite1 libxdamage1
    libxkbcommon0 libxkbfile1 libxrandr2 libxtst6
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 xvfb xauth xdotool
    fonts-inter fonts-dejavu-core
    postgresql openssl # a server of the tests' own, in a folder of theirs
)

say() { printf 'setup: %s\n' "$*"; }

# A distribution's own Python goes first: it is built with profile-guided optimisation, which a Python that was built by
# hand mostly is not, and starts Tandem a fifth faster.
fitting_python() {
    local name
    for name in ${PYTHON:-} /usr/bin/python3.11 /usr/bin/python3.12 /usr/bin/python3.13 \
        python3.11 python3.12 python3.13 python3; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    return 1
}

installed() { dpkg-query -W -f '${Status}\n' "$@" 2>/dev/null | grep -q '^install ok installed$'; }

missing_packages() {
    local name python
    for name in "${LIBRARIES[@]}"; do
        # Debian 13 gave some libraries a new name for their 64-bit times.
        installed "$name" || installed "${name}t64" || echo "$name"
    done
    if python=$(fitting_python); then
        # Debian keeps the part of Python that makes environments in a package of its own.
        "$python" -c 'import ensurepip' 2>/dev/null || echo python3-venv
    else
        echo python3 python3-venv
    fi
}

install_packages() {
    local sudo="" name names=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "these packages are missing and there is no sudo; ask an administrator to install them: $*"
            return 0
        fi
        sudo=sudo
    fi
    say "installing system packages: $*"
    # The tests start servers of their own; a cluster that runs by itself is not wanted for them.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        $sudo mkdir -p /etc/postgresql-common
        echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    $sudo apt-get update -qq
    for name in "$@"; do
        apt-cache show "$name" >/dev/null 2>&1 || name="${name}t64"
        names+=("$name")
    done
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${names[@]}" >/dev/null
}

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    missing=$(missing_packages)
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086  # one word is one package
        install_packages $missing
    fi
elif [ "$(uname -s)" = Linux ]; then
    say "this is no Debian: make sure that the libraries of Qt 6 and its web engine are installed. On Debian they are:"
    say "${LIBRARIES[*]}"
fi

if ! python=$(fitting_python); then
    say "Tandem needs Python 3.11, 3.12 or 3.13, and found none. Install one, or name it: PYTHON=/path/to/python3.11 make setup" >&2
    exit 1
fi

if ! .venv/bin/python -c 'import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

say "installing the locked dependencies into .venv"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-build-isolation -e .

say "compiling the roster builder"
.venv/bin/python -m console.planning.roster.engine.warm || say "not compiled: the first build does it, and takes longer" >&2

touch .venv/.ready
say "ready"
