package io.vgi.rpc.arrows;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which packages of compiled classes lean on which, as their constant pools tell. */
public final class PackageArrows {
  private static final Pattern CLASS = Pattern.compile("io/vgi/(?:[a-z0-9]+/)*(?=[A-Z])");
  private static final int[] LENGTHS = {
    0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2
  };
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  private final Map<String, Set<String>> arrows = new TreeMap<>();

  private PackageArrows() {}

  /** Reads all classes below {@code root}. */
  public static PackageArrows of(Path root) throws IOException {
    PackageArrows found = new PackageArrows();
    List<Path> classes;
    try (Stream<Path> files = Files.walk(root)) {
      classes = files.filter(file -> file.toString().endsWith(".class")).toList();
    }
    for (Path file : classes) {
      Path folder = root.relativize(file).getParent();
      if (folder != null) {
        found.read(file, folder.toString().replace(file.getFileSystem().getSeparator(), "."));
      }
    }
    return found;
  }

  /** Reads the classes of the module that {@code member} is of. */
  public static PackageArrows ofModule(Class<?> member) throws Exception {
    return of(Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI()));
  }

  private void read(Path file, String from) throws IOException {
    Set<String> to = arrows.computeIfAbsent(from, name -> new TreeSet<>());
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.skipNBytes(8);
      int count = in.readUnsignedShort();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        if (tag == UTF8) {
          Matcher named = CLASS.matcher(in.readUTF());
          while (named.find()) {
            String name = named.group();
            to.add(name.substring(0, name.length() - 1).replace('/', '.'));
          }
        } else {
          in.skipNBytes(LENGTHS[tag]);
          i += tag == LONG || tag == DOUBLE ? 1 : 0;
        }
      }
    }
    to.remove(from);
  }

  /** The packages that were read. */
  public Set<String> packages() {
    return arrows.keySet();
  }

  /** Those of {@link #packages} that no user sees. */
  public Set<String> internalPackages() {
    Set<String> internal = new TreeSet<>(arrows.keySet());
    internal.removeIf(name -> !name.contains(".internal"));
    return internal;
  }

  /** Those of {@code within} that lean on themselves by way of others of {@code within}. */
  public Set<String> inCycles(Set<String> within) {
    Set<String> cyclic = new TreeSet<>();
    for (String start : within) {
      Set<String> seen = new HashSet<>();
      Deque<String> next = new ArrayDeque<>(arrows.getOrDefault(start, Set.of()));
      while (!next.isEmpty()) {
        String at = next.pop();
        if (within.contains(at) && seen.add(at)) {
          next.addAll(arrows.getOrDefault(at, Set.of()));
        }
      }
      if (seen.contains(start)) {
        cyclic.add(start);
      }
    }
    return cyclic;
  }
}
