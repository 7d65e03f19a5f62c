# Makes .venv/ complete. Sourced by serve, test, bench and screenshots; `prepare FILE...` and `prepare_browser` are called from outside.
# What is installed is kept as copies of the requirement files in .venv/installed/, so a second run compares files and is done.

say() { printf '%s\n' "$@" >&2; }
die() { say "$@"; exit 1; }

libraries="libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz.so.0 libharfbuzz-subset.so.0 libfontconfig.so.1"
debian_libraries="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1"

# prepare REQUIREMENTS_FILE...: return when .venv/ holds exactly what these files ask for.
prepare() {
  if is_prepared "$@"; then return; fi
  python=$(newest_python || true)
  if [ -z "$python" ]; then
    install_packages "Python 3.11 or newer" python3
    python=$(newest_python) || die "Palpate needs Python 3.11 or newer; $(python3 -V 2>&1) is too old. Install a newer one and run this again."
  fi
  exec 9<.  # a lock on the checkout's own folder: it leaves no file behind, and ends with this process
  "$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'
  if ! is_prepared "$@"; then
    install_what_is_missing
    fill_environment "$@"
  fi
  exec 9<&-
}

is_prepared() {
  [ -x .venv/bin/python ] && [ ! -e .venv/unfinished ] || return 1
  [ "$(cat .venv/installed/where 2>/dev/null)" = "$(whereabouts)" ] || return 1
  for file in "$@"; do cmp -s "$file" ".venv/installed/$file" || return 1; done
}

# An environment serves one folder and one Python: it is made anew when the checkout moves or the system's Python changes.
whereabouts() { printf '%s %s' "$PWD" "$(readlink -f .venv/bin/python)"; }

newest_python() {
  for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then command -v "$name"; return; fi
  done
  return 1
}

install_what_is_missing() {
  missing=""
  "$python" -c 'import ensurepip, venv' 2>/dev/null || missing="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
  if [ "$(uname -s)" = Linux ]; then
    "$python" - $libraries 2>/dev/null <<'PYTHON' || missing="$missing $debian_libraries"
import ctypes, sys
for name in sys.argv[1:]:
    ctypes.CDLL(name)
PYTHON
  fi
  if [ -n "$missing" ]; then install_packages "Some system packages" $missing; fi
}

# install_packages WHAT PACKAGE...: by apt-get as root; anyone else is told what to do.
install_packages() {
  what=$1; shift
  command -v apt-get >/dev/null || die "$what must be installed first. Their names on Debian: $*"
  [ "$(id -u)" = 0 ] || die "$what must be installed first: sudo apt-get install $*"
  say "Installing system packages: $*"
  export DEBIAN_FRONTEND=noninteractive
  patiently apt-get -qq update || true  # an older list may do; the next line tells
  patiently apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 --no-install-recommends install "$@" \
    || die "Installing system packages did not work. Try it by hand: apt-get install $*"
}

# prepare_browser: Chromium (Debian's, or the one that CHROMIUM names), and what the program that drives it needs.
prepare_browser() {
  wanted=""
  [ -n "${CHROMIUM:-}" ] || [ -x /usr/bin/chromium ] || wanted="chromium"
  [ "$(uname -s)" != Linux ] || .venv/bin/python -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null || wanted="$wanted libatomic1"
  if [ -n "$wanted" ]; then install_packages "Chromium, to open pages in," $wanted; fi
}

fill_environment() {
  if [ -e .venv/unfinished ] || { [ -e .venv/installed/where ] && [ "$(cat .venv/installed/where)" != "$(whereabouts)" ]; }; then
    rm -rf .venv  # broken off half-way, moved, or another Python: nothing in it can be trusted
  fi
  say "Installing Python packages into .venv/ (once; this takes a minute or two)"
  mkdir -p .venv && touch .venv/unfinished
  .venv/bin/python -m pip --version >/dev/null 2>&1 || patiently "$python" -m venv .venv \
    || die "The environment .venv/ could not be made with $python."
  asked=""
  for file in "$@"; do asked="$asked --requirement $file"; done
  # Only ready-made wheels with a known hash: no compiler is needed and no package runs code of its own here.
  patiently .venv/bin/python -m pip --disable-pip-version-check --no-input install -qq --progress-bar off \
    --require-hashes --only-binary :all: $asked \
    || die "Installing Python packages did not work (see above). Check the network and run this again."
  mkdir -p .venv/installed
  for file in "$@"; do cp "$file" ".venv/installed/$file"; done
  whereabouts >.venv/installed/where
  rm .venv/unfinished
}

# patiently COMMAND...: run it without its chatter, and take it along when this script is told to stop.
patiently() {
  "$@" >/dev/null </dev/null 9<&- &
  child=$!
  trap 'kill "$child" 2>/dev/null; wait "$child"; exit 143' INT TERM HUP
  code=0; wait "$child" || code=$?
  trap - INT TERM HUP
  return "$code"
}
