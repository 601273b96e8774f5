#!/bin/sh
# Create .venv and install one hash-locked file into it: scripts/environment.sh requirements.txt
# Prints one clear line and ends with 1 when Python, the disk or the network is not as needed. Needs no root.
set -u
cd "$(dirname "$0")/.." || exit 1

fail() {
    echo "Barter cannot start: $*" >&2
    exit 1
}

needed_mb=1200
free_mb=$(df -Pk . | awk 'NR == 2 { print int($4 / 1024) }')
[ -x .venv/bin/python ] && needed_mb=300
[ "$free_mb" -ge "$needed_mb" ] || fail "the disk is full: $free_mb MB free in $(pwd), $needed_mb MB needed."
[ -w . ] || fail "$(pwd) cannot be written."

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
}

log=.venv/install.log
# A virtualenv that was moved or whose Python went away is made again.
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    python=$(find_python)
    if [ -z "$python" ]; then
        found=$(python3 --version 2>/dev/null || echo "none")
        fail "Python 3.11 or newer is needed (found: $found); name one with PYTHON=/path/to/python3."
    fi
    echo "Creating .venv with $("$python" --version)"
    rm -rf .venv
    mkdir -p .venv || fail "$(pwd) cannot be written."
    if ! "$python" -m venv .venv >$log 2>&1; then
        # Debian keeps ensurepip in a package of its own; a pip outside can fill the environment too.
        "$python" -m venv --without-pip .venv >>$log 2>&1 || fail "python3 -m venv does not work (Debian: apt install python3-venv)."
        "$python" -m pip --version >/dev/null 2>&1 || fail "pip is missing (Debian: apt install python3-venv python3-pip)."
        echo "$python" >.venv/pip-outside
    fi
fi

pip() {
    if [ -f .venv/pip-outside ]; then
        "$(cat .venv/pip-outside)" -m pip --python .venv/bin/python "$@"
    else
        .venv/bin/python -m pip "$@"
    fi
}

[ -n "${HOME:-}" ] && [ -w "$HOME" ] || export UV_CACHE_DIR="$PWD/.venv/cache" PIP_NO_CACHE_DIR=1
for lock in "$@"; do
    echo "Installing $lock"
    if ! .venv/bin/uv --version >/dev/null 2>&1; then
        pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt >>$log 2>&1
    fi
    # uv knows nothing of pip's configuration (mirrors, certificates): where it fails, pip does the same slowly.
    .venv/bin/uv pip install -q --system-certs --python .venv/bin/python --require-hashes -r "$lock" >>$log 2>&1 ||
        pip install -q --disable-pip-version-check --require-hashes -r "$lock" >>$log 2>&1 ||
        fail "the packages of $lock could not be installed (no network, or no room); see $PWD/$log."
done
rm -rf .venv/cache
