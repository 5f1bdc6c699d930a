package io.vgi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.benchmarks.Baseline.Comparison;
import io.vgi.benchmarks.Baseline.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as a regression. */
class BaselineTest {
  private static final double TOLERANCE = 1.5;

  @TempDir private Path folder;

  private static Map<String, Figure> figures(double factor, double bytes) {
    Map<String, Figure> figures = new TreeMap<>();
    for (int i = 1; i <= 7; i++) {
      figures.put("Part." + i, new Figure(i * factor, bytes));
    }
    return figures;
  }

  @Test
  void aSlowMachineIsNoRegression() {
    Comparison comparison = Comparison.of(figures(4, 1000), figures(1, 1000), TOLERANCE);

    assertThat(comparison.worse()).isEmpty();
    assertThat(comparison.machine()).isEqualTo(4);
  }

  @Test
  void aPartThatIsSlowerThanTheOthersIsNamed() {
    Map<String, Figure> now = figures(4, 1000);
    now.put("Part.3", new Figure(3 * 4 * 1.4, 1000));
    now.put("Part.5", new Figure(5 * 4 * 1.6, 1000));

    assertThat(Comparison.of(now, figures(1, 1000), TOLERANCE).worse())
        .containsExactly("Part.5 takes 1.60 times the time of the baseline");
  }

  @Test
  void whatAllocatesMoreIsNamedOnAnyMachine() {
    Map<String, Figure> now = figures(0.5, 1100);
    now.put("Part.2", new Figure(1, 1300));

    assertThat(Comparison.of(now, figures(1, 1000), TOLERANCE).worse())
        .containsExactly("Part.2 allocates 1300 bytes, the baseline 1000");
  }

  @Test
  void partsOfOneSideAloneAreShown() {
    Map<String, Figure> now = figures(1, 10);
    now.put("New.part", new Figure(1, 10));
    Map<String, Figure> then = figures(1, 10);
    then.put("Old.part", new Figure(1, 10));

    Comparison comparison = Comparison.of(now, then, TOLERANCE);

    assertThat(comparison.worse()).isEmpty();
    assertThat(comparison.table())
        .contains("| New.part | 1.00 | new | 10 | new |", "| Old.part | not run |");
  }

  @Test
  void theFileKeepsFigures() throws IOException {
    Path file = folder.resolve("baseline.csv");
    Map<String, Figure> figures = Map.of("A.b/file", new Figure(1.2345, 678));

    Baseline.save(file, figures);

    assertThat(Baseline.read(file)).isEqualTo(figures);
    Files.writeString(file, "A.b,1,2\n");
    assertThatThrownBy(() -> Baseline.read(file)).hasMessageContaining("does not begin with");
  }

  @Test
  void tablesAreRenewedBetweenTheirMarks() {
    String text = "a\n<!-- parts -->\nold\n<!-- /parts -->\nb\n";

    assertThat(Results.replaced(text, "parts", "new\n"))
        .isEqualTo("a\n<!-- parts -->\nnew\n<!-- /parts -->\nb\n");
    assertThatThrownBy(() -> Results.replaced(text, "system", ""))
        .hasMessage("RESULTS.md has no marks of 'system'");
  }
}
