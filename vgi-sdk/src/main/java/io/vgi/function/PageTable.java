package io.vgi.function;

import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows from pages, each of which is a batch. */
final class PageTable<R extends Record, K> implements TableFunction<PageTable.Place> {
  private final FunctionSpec spec;
  private final RowColumns<R> row;
  private final StateCodec<K> keys;
  private final PageSource<R, K> source;

  PageTable(TableSpecBuilder spec, Class<R> row, Class<K> key, PageSource<R, K> source) {
    this.row = new RowColumns<>(ValueTypes.input(spec.name, row));
    if (spec.output.isEmpty()) {
      spec.returns(this.row.columns().toArray(new Column<?>[0]));
    }
    this.spec = spec.pushdownByDefault(Pushdown.PROJECTION, Pushdown.FILTER).build();
    this.row.check(this.spec);
    this.keys =
        ValueTypes.named(
            spec.name,
            () -> {
              StateCodec<K> codec = StateCodec.of(key);
              codec.check();
              return codec;
            });
    this.source = Objects.requireNonNull(source, "source is null");
  }

  /**
   * Where a scan stands.
   *
   * @param key the key of the next page, as bytes; none before the first
   */
  record Place(Optional<byte[]> key) {}

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    return TableShape.of(spec.output());
  }

  @Override
  public Place open(Scan scan) {
    return new Place(Optional.empty());
  }

  @Override
  public @Nullable Place next(Scan scan, Place at, BatchWriter out) throws Exception {
    byte[] key = at.key().orElse(null);
    Page<R, K> page = source.read(scan, key == null ? null : key(key));
    ValueCodec.Writer<R> writer = row.writer(out, scan.shape().columns());
    int count = 0;
    for (R one : page.rows()) {
      writer.set(count++, one);
    }
    out.rows(count);
    K next = page.next();
    if (next == null) {
      return null;
    }
    byte[] bytes = bytes(next);
    if (Arrays.equals(bytes, key)) {
      throw new IllegalStateException(
          "'" + spec.name() + "' gives its page " + next + " as the one behind itself");
    }
    return new Place(Optional.of(bytes));
  }

  private byte[] bytes(K key) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    keys.write(key, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private K key(byte[] bytes) throws IOException {
    return keys.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
