package io.vgi.pushdown;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function beyond the standard ones that a scan lets the engine use in its filters.
 *
 * @param namespace the family it belongs to, as {@code duckdb.spatial}
 * @param name its name there
 * @param version the version of its meaning
 * @param test how it is evaluated
 */
public record FilterFunction(String namespace, String name, int version, Test test) {
  /** Whether the boxes around two geometries in WKB meet: DuckDB's {@code &&}. */
  public static FilterFunction intersectsExtent() {
    return new FilterFunction(
        "duckdb.spatial",
        "intersects_extent",
        1,
        new Test() { // a lambda costs the start more
          @Override
          public @Nullable Boolean test(List<@Nullable Object> arguments) {
            return io.vgi.internal.value.WkbExtent.intersect(arguments);
          }
        });
  }

  /** Evaluates a function for one row. */
  @FunctionalInterface
  public interface Test {
    /**
     * The truth, or null for NULL, of the arguments in their natural Java types, of which each may
     * be null. Called by one thread at a time for each scan; an exception fails the scan if the
     * filter is a required one.
     */
    @Nullable Boolean test(List<@Nullable Object> arguments);
  }
}
