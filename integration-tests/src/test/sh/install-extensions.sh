#!/bin/sh
# Puts DuckDB's vgi and httpfs extensions into node_modules, unless they are there or named by VGI_EXTENSION.
# Where npm cannot, the tests fall back to INSTALL vgi FROM community and fail when that fails too.
cd "$(dirname "$0")/../../.." || exit 1
[ -n "$VGI_EXTENSION" ] && exit 0
cmp -s package-lock.json node_modules/.installed-lock && exit 0
command -v npm > /dev/null || { echo "npm is not installed: no extension packages" >&2; exit 0; }
npm ci --no-audit --no-fund --ignore-scripts --loglevel=error < /dev/null >&2 \
  && cp package-lock.json node_modules/.installed-lock
exit 0
