package io.vgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Which packages use which, as the compiled classes say it: the public ones in one direction, no
 * circle among any.
 */
class PackageArrowsTest {
  private static final Path SDK = Path.of("target", "classes");

  /** What each public package may use of the others. */
  private static final Map<String, Set<String>> MAY =
      Map.of(
          "io.vgi.type", Set.of(),
          "io.vgi.param", Set.of("io.vgi.type"),
          "io.vgi.pushdown", Set.of("io.vgi.type"),
          "io.vgi.state", Set.of("io.vgi.type"),
          "io.vgi.function",
              Set.of("io.vgi.type", "io.vgi.param", "io.vgi.pushdown", "io.vgi.state"),
          "io.vgi.catalog",
              Set.of(
                  "io.vgi.type",
                  "io.vgi.param",
                  "io.vgi.pushdown",
                  "io.vgi.state",
                  "io.vgi.function"),
          "io.vgi", Set.of("io.vgi.catalog", "io.vgi.param", "io.vgi.state"),
          "io.vgi.testing",
              Set.of(
                  "io.vgi.type",
                  "io.vgi.function",
                  "io.vgi.catalog",
                  "io.vgi.pushdown",
                  "io.vgi.state"));

  private static final Pattern ARROW = Pattern.compile("\\s*(io\\.vgi[\\w.$]*)\\s+->\\s+(\\S+).*");

  /** The packages of a module's {@code classes}, each with those that it uses of {@code own}. */
  static Map<String, Set<String>> arrows(Path classes, String own) {
    return arrows(classes, own, "package");
  }

  private static Map<String, Set<String>> arrows(Path classes, String own, String level) {
    StringWriter text = new StringWriter();
    ToolProvider jdeps =
        ToolProvider.findFirst("jdeps")
            .orElseThrow(() -> new AssertionError("This is a run-time image without jdeps"));
    int code =
        jdeps.run(
            new PrintWriter(text, true),
            new PrintWriter(text, true),
            "-verbose:" + level,
            "-filter:none",
            // without the module's own description, which would ask for the modules it requires
            classes.resolve("io").toString());
    assertThat(code).as(text.toString()).isZero();
    Map<String, Set<String>> arrows = new TreeMap<>();
    Matcher line = ARROW.matcher("");
    for (String one : text.toString().split("\n", -1)) {
      line.reset(one);
      if (line.matches() && line.group(2).startsWith(own) && !line.group(1).equals(line.group(2))) {
        arrows.computeIfAbsent(line.group(1), any -> new TreeSet<>()).add(line.group(2));
      }
    }
    return arrows;
  }

  /** The circles, at least one of each knot, named by their packages in order. */
  static Set<String> circles(Map<String, Set<String>> arrows) {
    Set<String> circles = new TreeSet<>();
    for (String start : arrows.keySet()) {
      follow(arrows, start, new LinkedHashSet<>(List.of(start)), new TreeSet<>(), circles);
    }
    return circles;
  }

  private static void follow(
      Map<String, Set<String>> arrows,
      String at,
      Set<String> way,
      Set<String> dead,
      Set<String> circles) {
    List<String> from = new ArrayList<>(way);
    for (String next : arrows.getOrDefault(at, Set.of())) {
      if (next.equals(from.get(0))) {
        // named by its first package only, or it would be found once for each of them
        if (next.equals(new TreeSet<>(way).first())) {
          circles.add(String.join(" -> ", way) + " -> " + next);
        }
      } else if (next.compareTo(from.get(0)) > 0 && !dead.contains(next) && way.add(next)) {
        int before = circles.size();
        follow(arrows, next, way, dead, circles);
        way.remove(next);
        if (circles.size() == before) {
          dead.add(next);
        }
      }
    }
  }

  @Test
  void noPackagesGoRoundInCircles() {
    assertThat(circles(arrows(SDK, "io.vgi"))).isEmpty();
  }

  @Test
  void publicPackagesUseEachOtherInOneDirection() {
    Map<String, Set<String>> arrows = arrows(SDK, "io.vgi");
    assertThat(arrows.keySet()).containsAll(MAY.keySet());
    for (Map.Entry<String, Set<String>> one : MAY.entrySet()) {
      Set<String> used = new TreeSet<>(arrows.get(one.getKey()));
      used.removeIf(name -> name.contains(".internal") || !MAY.containsKey(name));
      assertThat(one.getValue()).as(one.getKey()).containsAll(used);
    }
  }

  @Test
  void internalPackagesUseWhatTheyMay() {
    arrows(SDK, "io.vgi")
        .forEach(
            (name, used) -> {
              if (name.contains(".internal")) {
                assertThat(used).as(name).doesNotContain("io.vgi");
              }
              if (Set.of("value", "order", "number", "record", "codec", "wire")
                  .contains(last(name))) {
                assertThat(used).as(name).allMatch(PackageArrowsTest::isGround);
              }
            });
  }

  /** Whether the lowest packages may use {@code name}. */
  private static boolean isGround(String name) {
    return name.startsWith("io.vgi.rpc")
        || Set.of(
                "io.vgi.type",
                "io.vgi.internal.value",
                "io.vgi.internal.order",
                "io.vgi.internal.number",
                "io.vgi.internal.record")
            .contains(name);
  }

  private static String last(String name) {
    return name.startsWith("io.vgi.internal.") ? name.substring(name.lastIndexOf('.') + 1) : "";
  }

  /** Who uses two of the interfaces tells kinds of functions apart, which is for kinds to do. */
  @Test
  void onlyKindsTellFunctionsApart() {
    Set<String> interfaces =
        Set.of(
            "io.vgi.function.ScalarFunction",
            "io.vgi.function.ScanFunction",
            "io.vgi.function.InOutFunction",
            "io.vgi.function.BufferingFunction",
            "io.vgi.function.AggregateFunction");
    Map<String, Set<String>> classes = arrows(SDK, "io.vgi", "class");
    assertThat(classes.get("io.vgi.internal.kind.FunctionKind")).containsAll(interfaces);
    classes.forEach(
        (name, used) -> {
          Set<String> told = new TreeSet<>(used);
          told.retainAll(interfaces);
          if (!name.startsWith("io.vgi.function.") && !name.startsWith("io.vgi.internal.kind.")) {
            assertThat(told).as(name).hasSizeLessThan(2);
          }
        });
  }

  @Test
  void aCircleIsFound() {
    Map<String, Set<String>> arrows = new TreeMap<>();
    arrows.put("a", Set.of("b", "c"));
    arrows.put("b", Set.of("c"));
    arrows.put("c", Set.of("d"));
    arrows.put("d", Set.of("b", "e"));
    assertThat(circles(arrows)).containsExactly("b -> c -> d -> b");
    arrows.put("e", Set.of("a"));
    assertThat(circles(arrows)).anyMatch(circle -> circle.matches("a -> .*d -> e -> a"));
    arrows.put("c", Set.of());
    assertThat(circles(arrows)).isEmpty();
  }
}
