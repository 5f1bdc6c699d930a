package io.vgi.testing;

import io.vgi.type.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code COPY … TO}. One thread at a time. */
public final class CopyToCall {
  private final LocalWorker worker;
  private final String format;
  private final String path;
  private final BufferingCall sink;

  CopyToCall(LocalWorker worker, String format, String path) {
    this.worker = worker;
    this.format = format;
    this.path = path;
    this.sink = new BufferingCall(worker, format, new Object[0]);
  }

  /** An option of the format. */
  public CopyToCall option(String name, @Nullable Object value) {
    sink.named(name, value);
    return this;
  }

  /** The columns of the rows; what the values say by default. */
  public CopyToCall columns(Column<?>... declared) {
    sink.input(declared);
    return this;
  }

  /** How many threads the engine has; one by default. */
  public CopyToCall threads(int count) {
    sink.threads(count);
    return this;
  }

  /** The most rows of one batch; 2048 by default. */
  public CopyToCall batchSize(int rows) {
    sink.batchSize(rows);
    return this;
  }

  /**
   * Writes {@code rows}, each a record or a map by column; none make a file, too.
   *
   * @throws QueryException when the statement fails
   */
  public void write(List<?> rows) {
    sink.copy(CopyFormat.of(worker, format, path, null), rows);
  }
}
