#!/bin/sh
# Puts the Python clients that the worker is tested with into .clients: an environment with what clients.txt pins, and in
# .clients/OLD those of an older protocol, which share the rest.
# They need Python 3.13: the one VGI_PYTHON names, else one of the machine, else the one that uv brings.
cd "$(dirname "$0")/../../.." || exit 1
clients=src/test/python
stamp=$(cat "$clients/clients.txt" "$clients/clients-2.1.txt" src/test/sh/install-clients.sh | cksum)
[ "$(cat .clients/.installed 2> /dev/null)" = "$stamp" ] && exit 0
fail() {
  echo "$1" >&2
  exit 1
}
[ "$(uname -sm)" = "Linux x86_64" ] || fail "The Python clients are tested on Linux x86-64 only."
is_new() { # a command, or nothing
  [ -n "$1" ] && "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 13))' > /dev/null 2>&1
}
find_python() {
  for python in "$VGI_PYTHON" python3.13 python3 "$HOME"/.pyenv/versions/3.13.*/bin/python; do
    if is_new "$python"; then
      echo "$python"
      return
    fi
  done
  python3 -m venv .clients/uv > /dev/null \
    && .clients/uv/bin/python -m pip install -q --disable-pip-version-check uv==0.9.7 >&2 \
    && UV_PYTHON_INSTALL_DIR="$PWD/.clients/python" .clients/uv/bin/uv python install -q --no-bin 3.13 >&2
  for python in .clients/python/cpython-3.13*/bin/python3.13; do
    if is_new "$python"; then
      echo "$PWD/$python"
    fi
  done
}
rm -rf .clients
mkdir .clients
python=$(find_python)
[ -n "$python" ] \
  || fail "Python 3.13 is missing: install it with venv, or set VGI_PYTHON to it (see README, Requirements)."
pip() {
  .clients/venv/bin/python -m pip install -q --disable-pip-version-check --no-input --only-binary=:all: --no-deps "$@" \
    < /dev/null >&2
}
{
  "$python" -m venv .clients/venv \
    && pip -r "$clients/clients.txt" \
    && pip --target .clients/2.1 -r "$clients/clients-2.1.txt"
} || fail "The Python clients cannot be installed in $(pwd)/.clients (see above)."
echo "$stamp" > .clients/.installed
