#!/bin/sh
# Makes .clients, a link to a Python environment in the user's cache that has the clients the worker is tested with:
# what clients.txt pins, and in the folder 2.1 those of that protocol, which share the rest.
# They need Python 3.13: the one VGI_PYTHON names, else one of the machine, else the one that uv brings.
# Without it the test of the clients fails, and the others run.
cd "$(dirname "$0")/../../.." || exit 1
clients=src/test/python
stamp=$(cat "$clients/clients.txt" "$clients/clients-2.1.txt" src/test/sh/install-clients.sh | cksum | cut -d ' ' -f 1)
home=${XDG_CACHE_HOME:-$HOME/.cache}/vgi-java
here=$home/clients-$stamp
if [ -d "$here" ]; then
  ln -sfn "$here" .clients
  exit 0
fi
rm -f .clients
new=$here.$$
fail() {
  echo "$1" >&2
  rm -rf "$new"
  exit 0
}
[ "$(uname -sm)" = "Linux x86_64" ] || fail "The Python clients are tested on Linux x86-64 only."
is_fit() {
  [ -n "$1" ] && "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 13))' > /dev/null 2>&1
}
find_python() {
  for python in "$VGI_PYTHON" python3.13 python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*/bin/python; do
    if is_fit "$python"; then
      echo "$python"
      return
    fi
  done
  python3 -m pip install -q --disable-pip-version-check --target "$new/uv" uv==0.9.7 < /dev/null >&2 \
    && UV_HTTP_TIMEOUT=30 UV_PYTHON_INSTALL_DIR=$home/python "$new/uv/bin/uv" python install -q --no-bin 3.13 < /dev/null >&2
  for python in "$home"/python/cpython-3.13*/bin/python3.13; do
    if is_fit "$python"; then
      echo "$python"
      return
    fi
  done
}
mkdir -p "$new"
python=$(find_python)
[ -n "$python" ] \
  || fail "Python 3.13 is missing: install it with venv, or set VGI_PYTHON to it (see README, Requirements)."
install() {
  "$new/venv/bin/python" -m pip install -q --disable-pip-version-check --no-input --only-binary=:all: --no-deps "$@" \
    < /dev/null >&2
}
{
  "$python" -m venv "$new/venv" \
    && install -r "$clients/clients.txt" \
    && install --target "$new/2.1" -r "$clients/clients-2.1.txt"
} || fail "The Python clients cannot be installed in $home (see above)."
# another build may have been quicker
mv -T "$new" "$here" 2> /dev/null || rm -rf "$new"
ln -sfn "$here" .clients
