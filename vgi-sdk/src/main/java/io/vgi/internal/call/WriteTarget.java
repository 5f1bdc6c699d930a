package io.vgi.internal.call;

import io.vgi.function.ResultMode;
import io.vgi.function.TableWriter;
import io.vgi.function.Write;
import io.vgi.type.Column;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a statement writes to.
 *
 * @param function the function that the engine calls for it
 * @param table the name of the table
 * @param operation what is done to its rows
 * @param writer does it
 * @param announced what listings say that the writer tells at most
 * @param columns the columns that are stored
 * @param required the names of those that must have a value
 * @param generated the names of those that the engine computes
 * @param rowId the column that says which row is meant, or null when there is none
 */
public record WriteTarget(
    String function,
    String table,
    Write.Operation operation,
    TableWriter writer,
    ResultMode announced,
    List<Column<?>> columns,
    Set<String> required,
    Set<String> generated,
    @Nullable Column<?> rowId) {

  /** Whether the engine computes the column called {@code name}. */
  public boolean isGenerated(String name) {
    return isAmong(generated, name);
  }

  /** Whether the column called {@code name} must have a value. */
  public boolean isRequired(String name) {
    return isAmong(required, name);
  }

  private static boolean isAmong(Set<String> columns, String name) {
    for (String one : columns) {
      if (one.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }
}
