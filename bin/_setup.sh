# What the scripts of bin/ share: sourced by them, not run. They work from the root of the clone.
set -eu

PATH_OF_CALLER=$PWD
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd -- "$ROOT"
PY=$ROOT/.venv/bin/python

absolute() { case $1 in /*) printf %s "$1" ;; *) printf %s "$PATH_OF_CALLER/$1" ;; esac; }
say() { printf '· %s\n' "$*"; }
die() {
    printf '\n' >&2
    printf '%s\n' "$@" >&2
    exit 1
}

# Where there is no standard input at all, steps get an empty one.
if ! { true <&0; } 2>/dev/null; then exec </dev/null; fi

# Run a step so that Ctrl-C or SIGTERM ends it too: sh alone would leave it behind.
child=
stop() {
    trap - INT TERM HUP
    if [ -n "$child" ]; then
        kill "$child" 2>/dev/null || :
        wait "$child" 2>/dev/null || :
    fi
    exit "$1"
}
trap 'stop 130' INT
trap 'stop 143' TERM HUP
run() {
    "$@" <&0 &
    child=$!
    status=0
    wait "$child" || status=$?
    child=
    return "$status"
}

state_in() {
    VAR_DIR=$(absolute "${VAR_DIR:-$ROOT/$1}")
    export VAR_DIR
    mkdir -p -- "$VAR_DIR"
}

# -- Python and its packages ---------------------------------------------------------------------

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for python in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if is_new_enough "$python"; then
            return
        fi
    done
    die "Python 3.11 or later is needed and was not found." \
        "Install it (on Debian or Ubuntu: apt-get install python3 python3-venv) or name it: PYTHON=/path/to/python3 $0"
}

make_venv() {
    find_python
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        apt_install "Python's venv module" "python$version-venv"
    fi
    say "Making .venv with Python $version"
    rm -rf .venv
    run "$python" -m venv .venv || die "Python $version could not make .venv; its words are above."
}

# Install what a file pins, once: the file as it was installed is kept beside the packages.
install_packages() {
    if [ -x "$PY" ] && cmp -s "$1" ".venv/$1"; then
        return
    fi
    if ! "$PY" -m pip --version >/dev/null 2>&1; then
        make_venv
    fi
    say "Installing the packages of $1 (the first time takes some minutes)"
    # Readable by all: PostgreSQL refuses to be root, and then runs as another user.
    umask_before=$(umask)
    umask 022
    run "$PY" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$1" ||
        die "The packages of $1 could not be installed; pip's words are above."
    umask "$umask_before"
    cp -- "$1" ".venv/$1"
}

# -- The system's packages -----------------------------------------------------------------------

apt_install() {
    what=$1
    shift
    if ! command -v apt-get >/dev/null; then
        die "$what is needed. Install what your system calls: $*"
    elif [ "$(id -u)" = 0 ]; then
        sudo=
    elif sudo -n true 2>/dev/null; then
        sudo='sudo -n'
    else
        die "$what is needed. Type this, then start again:" "    sudo apt-get install $*"
    fi
    say "Installing $what with apt: $*"
    apt='env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300'
    # shellcheck disable=SC2086 # words on purpose
    {
        run $sudo $apt update || say "apt could not update its lists; trying with those it has"
        run $sudo $apt install -y --no-install-recommends "$@" >"$VAR_DIR/apt.log" 2>&1 ||
            die "$(tail -n 20 "$VAR_DIR/apt.log")" "$what could not be installed. Try: apt-get install $*"
    }
}

pango_loads() {
    "$PY" -c 'import ctypes
for name in ("pango-1.0.so.0", "pangoft2-1.0.so.0", "harfbuzz-subset.so.0", "fontconfig.so.1"):
    ctypes.CDLL("lib" + name)' 2>/dev/null || "$PY" -c 'import weasyprint' >/dev/null 2>&1
}

# The report is laid out by WeasyPrint, which needs Pango. bin/packages.txt is the image's list too.
install_pango() {
    if pango_loads; then
        return
    fi
    if [ "$(uname)" = Darwin ]; then
        die "Pango is needed. Type this, then start again:" "    brew install pango"
    fi
    # shellcheck disable=SC2046 # words on purpose
    apt_install "Pango" $(cat bin/packages.txt)
    pango_loads || "$PY" -c 'import weasyprint' || die "WeasyPrint does not find Pango; its words are above."
}

# Playwright brings its own Node, which needs libatomic.
install_chromium() {
    if ! "$PY" -m tests.browser.chromium >/dev/null 2>&1; then
        apt_install "Chromium" chromium libatomic1
        "$PY" -m tests.browser.chromium ||
            die "Chromium is needed. Install it, or name yours: CHROMIUM=/path/to/chromium $0"
    fi
}

# -- Serving -------------------------------------------------------------------------------------

choose_address() {
    export PORT="${PORT:-8000}"
    export BIND="${BIND:-127.0.0.1}"
    export SITE_URL="${SITE_URL:-http://localhost:$PORT}"
    export DEMO="${DEMO:-1}"
    if [ -n "${MEETING_FILE:-}" ] && [ -e "$(absolute "$MEETING_FILE")" ]; then
        MEETING_FILE=$(absolute "$MEETING_FILE")
        export MEETING_FILE
    fi
    why=$("$PY" - 2>&1 <<'END'
import os, socket, sys
with socket.socket() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        s.bind((os.environ["BIND"], int(os.environ["PORT"])))
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(str(error))
END
    ) || die "Port $PORT of $BIND cannot be used: $why." "Choose another: PORT=8001 $0"
}
