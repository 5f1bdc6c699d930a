#!/bin/sh
# Starts a worker as "java -jar" does, and with the classes of an earlier start mapped from a file
# where there is one for this jar and this Java. Standard output belongs to the worker alone.
# VGI_JAVA, else JAVA_HOME, names the Java, VGI_JAVA_OPTS has options for it, and
# VGI_CLASS_ARCHIVE=0 leaves archives of classes alone.

# Else the first file that is opened would become a standard stream that was closed.
true 3>&2 || exec 2>/dev/null
{ true 3<&0; } 2>/dev/null || exec </dev/null
{ true 3>&1; } 2>/dev/null || exec >/dev/null

self=$0
while :; do
  case $self in
    /*) ;;
    *) self=$PWD/${self#./} ;;
  esac
  [ -L "$self" ] || break
  target=$(readlink -- "$self") || exit 1
  case $target in
    /*) self=$target ;;
    *) self=${self%/*}/$target ;;
  esac
done
case $self in
  */../* | */./*) self=$(cd -P -- "${self%/*}" && pwd)/${self##*/} ;;
esac
jar=@JAR@
stamp=@STAMP@
installed=@JAVA@

java=${VGI_JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/java}}
if [ -z "$java" ] && [ -n "$installed" ] && [ -x "$installed" ]; then java=$installed; fi
case $java in
  /*) ;;
  */*) java=$PWD/$java ;;
  *) java=$(command -v -- "${java:-java}") || java=java ;;
esac

# Options that somebody gave go first; two collectors would be one too many for the JVM.
given="${JAVA_TOOL_OPTIONS-} ${JDK_JAVA_OPTIONS-} ${_JAVA_OPTIONS-} ${VGI_JAVA_OPTS-}"
# what calls no longer need goes back to the system at once, and threads share the C library's memory
collector='-XX:+UseSerialGC -XX:-ShrinkHeapInSteps'
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX-2}"
case $given in
  *HeapFreeRatio*) ;; # one of the two may not go with one that somebody gave
  *) collector="$collector -XX:MinHeapFreeRatio=60 -XX:MaxHeapFreeRatio=75" ;;
esac
# a file of options may name a collector too
case $given in *-XX:[+-]Use*GC* | *' @'* | *-XX:Flags=* | *-XX:VMOptionsFile=*) collector= ;; esac
# to begin with a 64th of the machine would never be given back; a start fits without a collection
heap="-Xms24m ${collector:+-XX:NewSize=12m} -Xmx512m"
case $given in
  *-Xm[sx]* | *HeapSize* | *MaxRAM*) heap= ;;
  *) # a small container has a smaller share for it
    limit=
    for file in memory.max memory/memory.limit_in_bytes; do # of either version
      if [ -r "/sys/fs/cgroup/$file" ]; then read -r limit <"/sys/fs/cgroup/$file"; fi
    done
    case $limit in
      '' | *[!0-9]* | ??????????????*) ;;
      *) if [ "$limit" -lt 2147483648 ]; then heap=; fi ;;
    esac
    ;;
esac

# Who talks by pipes is gone before all that is compiled early pays; who listens is there to stay.
jit=
case "$given $* " in
  *-XX:Tier* | *-XX:[+-]Tiered* | *-Xint* | *-Xcomp*) ;;
  *' --unix'[\ =]* | *' --tcp'[\ =]* | *' --http'[\ =]*) ;;
  *)
    jit='-XX:Tier3InvocationThreshold=400 -XX:Tier3MinInvocationThreshold=200'
    jit="$jit -XX:Tier3CompileThreshold=4000 -XX:Tier4InvocationThreshold=20000"
    jit="$jit -XX:Tier4MinInvocationThreshold=2400 -XX:Tier4CompileThreshold=60000"
    jit="$jit -XX:Tier4BackEdgeThreshold=160000"
    ;;
esac

# Whether two files are of the same time, which they were given.
same() { [ -f "$1" ] && [ -f "$2" ] && ! [ "$1" -nt "$2" ] && ! [ "$2" -nt "$1" ]; }

# Takes the archive in $1 if it is whole and was made for this jar and this Java; $main is its main
# class then and $known has options for what was found out, unless a manifest has to be read.
take() {
  [ -r "$1/jdk" ] && same "$1/classes" "$jar" || return 1
  { read -r home && read -r flag && read -r found && read -r start && read -r made; } <"$1/jdk" \
    || return 1
  [ "$made" = "$stamp" ] || return 1 # there are images in which all files have the same time
  [ "$java" -ef "$home/bin/java" ] && same "$1/jdk" "$home/lib/modules" || return 1
  archive=$flag$1/classes
  known=$found
  main=$start
  archived=-Dvgi.start.archived=true
  # what the JVM has against it is nobody's concern; cds and aot are how it calls that
  case $flag in
    *AOT*) # compiling at once what was hot in the rehearsal costs more than a start gets of it
      quiet='-Xlog:aot*=off:stderr'
      mapped='-XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining'
      # the JVM ends where the old generation has no room for the cache's objects
      case $given in *-Xmn* | *NewSize=* | *OldSize=* | *-Xms[0-9][Mm]*) archive= && archived= ;; esac
      ;;
    *) # where it was made for nothing has to be moved; where that is taken it still is
      quiet='-Xlog:cds*=off:stderr'
      mapped='-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0'
      ;;
  esac
}

# Has a process of its own make the archive in $entry, but not twice within some minutes.
train() {
  case " $* " in
    *' -h '* | *' --help '* | *' --version '* | *' --install'* | *' --executable'*) return ;;
  esac
  # it would take the port that the worker's agent wants, or write over its recording
  case $given in *-agent[lp]* | *-javaagent* | *jmxremote* | *FlightRecording*) return ;; esac
  mkdir -p "$entry" || return
  if ! mkdir "$entry/tried"; then
    [ -n "$(find "$entry/tried" -prune -mmin +5)" ] || return
    rmdir "$entry/tried" && mkdir "$entry/tried" || return
  fi
  apart=
  if command -v setsid; then apart=setsid; fi
  $apart nice "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$jar" \
    io.vgi.internal.install.ClassArchive "$entry" "$self" "$jar" "$java" "$stamp" "$@" &
}

archive=
archived=
known=
main=
quiet=
mapped=
case $given in *-Xshare* | *Archive* | *-XX:AOT* | *-XX:?AOT*) VGI_CLASS_ARCHIVE=0 ;; esac
case ${VGI_CLASS_ARCHIVE-} in
  -XX:*) # the one to make
    archive=$VGI_CLASS_ARCHIVE
    known=${VGI_CLASS_ARCHIVE_OPTIONS-}
    main=${VGI_CLASS_ARCHIVE_MAIN-}
    ;;
  '')
    cache=${XDG_CACHE_HOME:-${HOME-}/.cache}
    entry=
    case $cache$java in
      /.cache/* | */../*) ;;
      /*/java) entry=$cache/vgi-java$jar$java ;;
    esac
    # what somebody else wrote may have any code in it, or name any; only --install writes beside jars
    if { [ "$jar" = "$self" ] || ! take "$jar.d" 2>/dev/null; } && [ -n "$entry" ]; then
      if [ -O "$entry/classes" ] && [ -O "$entry/jdk" ] && take "$entry"; then
        :
      else
        train "$@"
      fi </dev/null >/dev/null 2>&1
    fi
    ;;
esac

set -f
# an allocator that somebody chose is not what was found out
case "$given ${ARROW_ALLOCATION_MANAGER_TYPE:+-Darrow.}" in *-Darrow.*) main= && known= ;; esac
if [ -n "$main" ]; then set -- -cp "$jar" "$main" "$@"; else set -- -jar "$jar" "$@"; fi
# to trim the C library's heap is experimental in some releases of Java 17, which do not start with it alone
# shellcheck disable=SC2086 # what somebody gave is several words
exec "$java" $collector $heap $jit -XX:-UsePerfData -XX:+IgnoreUnrecognizedVMOptions \
  -XX:+UnlockExperimentalVMOptions -XX:TrimNativeHeapInterval=5000 --sun-misc-unsafe-memory-access=allow \
  -XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=error:stderr $quiet $mapped \
  ${archive:+"$archive"} $archived $known \
  ${VGI_JAVA_OPTS-} -Xlog:all=off:stdout "$@"
