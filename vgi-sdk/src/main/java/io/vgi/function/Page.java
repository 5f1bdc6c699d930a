package io.vgi.function;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a source that gives them page by page; see {@link TableFunction#pages}.
 *
 * @param rows the rows, perhaps none
 * @param next the key of the page behind this one, or null when this is the last
 * @param <R> a row
 * @param <K> what tells pages apart, such as a number, a token, or the last row's key
 */
public record Page<R extends Record, K>(List<R> rows, @Nullable K next) {
  /** The last page. */
  public static <R extends Record, K> Page<R, K> last(List<R> rows) {
    return new Page<>(rows, null);
  }
}
