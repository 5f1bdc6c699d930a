#!/bin/sh
# Runs the jar that lies beside this file: VGI_JAVA, then JAVA_HOME, then java on PATH.
self=$0
case $self in
  */*) ;;
  *) self=./$self ;;
esac
while [ -L "$self" ]; do
  target=$(readlink -- "$self") || exit 1
  case $target in
    /*) self=$target ;;
    *) self=${self%/*}/$target ;;
  esac
done
exec "${VGI_JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/}java}" -jar "${self%/*}/vgi-example-worker.jar" "$@"
