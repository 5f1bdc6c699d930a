#!/bin/sh
# Puts what package.json names into node_modules, unless it is there: DuckDB's extensions and, but for the demo, a browser.
# Who names both by VGI_EXTENSION and VGI_BROWSER needs no npm.
cd "$(dirname "$0")/../../.." || exit 1
mode=$1
fail() {
  echo "$1" >&2
  exit 1
}
installed() {
  cmp -s package-lock.json "node_modules/.installed$1"
}
installed && exit 0
if [ "$mode" = demo ]; then
  [ -n "$VGI_EXTENSION" ] && exit 0
  installed -demo && exit 0
  omit=--omit=dev
else
  [ -n "$VGI_EXTENSION" ] && [ -n "$VGI_BROWSER" ] && exit 0
  omit=
fi
command -v npm > /dev/null \
  || fail "npm is not installed: install it, or set VGI_EXTENSION and VGI_BROWSER (see README, Requirements)."
# shellcheck disable=SC2086 # no argument when it is empty
npm ci $omit --no-audit --no-fund --ignore-scripts --loglevel=error < /dev/null >&2 \
  || fail "npm ci failed in $(pwd) (see above): mend it, or set VGI_EXTENSION and VGI_BROWSER (see README, Requirements)."
if [ "$mode" = demo ]; then
  cp package-lock.json node_modules/.installed-demo
  exit 0
fi
# the browser and its libraries come compressed, for a program that would unpack them
mkdir -p node_modules/.browser
for part in chromium al2023.tar; do
  node -e '
    const [from, to] = process.argv.slice(1);
    const { createReadStream, createWriteStream } = require("fs");
    const { createBrotliDecompress } = require("zlib");
    require("stream").pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to),
      (error) => { if (error) throw error; });
  ' "node_modules/@sparticuz/chromium/bin/$part.br" "node_modules/.browser/$part" \
    || fail "The browser cannot be unpacked in $(pwd)/node_modules."
done
tar -xf node_modules/.browser/al2023.tar -C node_modules/.browser \
  || fail "The browser's libraries cannot be unpacked in $(pwd)/node_modules."
chmod +x node_modules/.browser/chromium
cp package-lock.json node_modules/.installed
