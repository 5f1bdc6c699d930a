package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogCall;
import io.vgi.catalog.Table;
import io.vgi.catalog.Transactions;
import io.vgi.function.TableFunction;
import io.vgi.function.TableWriter;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Transactions of two engines at once, whose rows are in one store. */
public class IsolationTest {
  private static final byte[] SCOPE = "rows of two ones".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEY = {};
  private static final String COMMITS = "commits";
  private static final int NAME_BYTES = 16;

  record Row(long n) {}

  /**
   * A transaction.
   *
   * @param name where its rows are
   * @param before how many bytes of names were committed when it began
   */
  record Snapshot(UUID name, int before) {}

  /** Commits add a name to those whose rows count. */
  private record Named(StateStore store) implements Transactions<Snapshot> {
    private byte[] names() {
      byte[] names = store.get(SCOPE, COMMITS, KEY);
      return names == null ? new byte[0] : names;
    }

    @Override
    public Snapshot begin(CatalogCall call) {
      return new Snapshot(UUID.randomUUID(), names().length);
    }

    @Override
    public void commit(CatalogCall call, Snapshot transaction) {
      store.open(SCOPE, Lifetime.attach());
      store.update(
          SCOPE,
          COMMITS,
          KEY,
          old ->
              ByteBuffer.allocate((old == null ? 0 : old.length) + NAME_BYTES)
                  .put(old == null ? new byte[0] : old)
                  .putLong(transaction.name().getMostSignificantBits())
                  .putLong(transaction.name().getLeastSignificantBits())
                  .array());
    }

    @Override
    public void rollback(CatalogCall call, Snapshot transaction) {
      // nobody looks at rows whose name is not among those that count
    }

    @Override
    public Class<Snapshot> type() {
      return Snapshot.class;
    }

    Row add(Snapshot transaction, Row row) {
      store.open(SCOPE, Lifetime.attach());
      byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(row.n()).array();
      store.append(SCOPE, transaction.name().toString(), bytes);
      return row;
    }

    /** Those committed before the transaction began, and its own. */
    Stream<Row> rows(Snapshot transaction) {
      ByteBuffer names = ByteBuffer.wrap(names(), 0, transaction.before());
      Stream.Builder<UUID> all = Stream.builder();
      while (names.hasRemaining()) {
        all.add(new UUID(names.getLong(), names.getLong()));
      }
      all.add(transaction.name());
      return all.build()
          .flatMap(
              name -> store.read(SCOPE, name.toString(), 0, Integer.MAX_VALUE, 1 << 20).stream())
          .map(entry -> new Row(ByteBuffer.wrap(entry.bytes()).getLong()));
    }
  }

  private static LocalWorker engine(StateStore store) {
    Named named = new Named(store);
    TableFunction<?> scan =
        TableFunction.rows(
            "rows_scan", Row.class, call -> named.rows(call.transaction(Snapshot.class)));
    Table table =
        Table.named("t")
            .from(scan)
            .insert(
                TableWriter.inserts(
                    Row.class, (call, row) -> named.add(call.transaction(Snapshot.class), row)))
            .build();
    return LocalWorker.of(
            Catalog.named("c").transactions(named).function(scan).table(table).build())
        .state(store)
        .processes(2);
  }

  private static int count(LocalWorker worker) {
    return worker.scan("t").rows().size();
  }

  private static void insert(LocalWorker worker, long from, int rows) {
    List<Row> all = LongStream.range(from, from + rows).mapToObj(Row::new).toList();
    assertThat(worker.writes("t").insert(all)).isEqualTo(rows);
  }

  /** What {@code one} and {@code two}, which are the same to two machines, must give. */
  public static void check(StateStore one, StateStore two) throws Exception {
    try (LocalWorker mine = engine(one);
        LocalWorker others = engine(two)) {
      mine.begin();
      insert(mine, 0, 3);
      assertThat(count(mine)).isEqualTo(3);
      assertThat(count(others)).isZero();
      others.begin();
      assertThat(count(others)).isZero();
      mine.commit();
      assertThat(count(mine)).isEqualTo(3);
      // the state is that of its beginning
      assertThat(count(others)).isZero();
      insert(others, 10, 2);
      assertThat(count(others)).isEqualTo(2);
      assertThat(count(mine)).isEqualTo(3);
      others.commit();
      assertThat(count(mine)).isEqualTo(5);
      mine.begin();
      insert(mine, 20, 4);
      mine.rollback();
      assertThat(count(mine)).isEqualTo(count(others)).isEqualTo(5);

      CompletableFuture<Void> all =
          CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> commitMany(mine, 1_000)),
              CompletableFuture.runAsync(() -> commitMany(others, 2_000)));
      all.get(60, TimeUnit.SECONDS);
      assertThat(count(mine)).isEqualTo(count(others)).isEqualTo(45);
      assertThat(mine.scan("t").rows().stream().distinct()).hasSize(45);
    }
  }

  private static void commitMany(LocalWorker worker, long from) {
    for (int i = 0; i < 10; i++) {
      worker.begin();
      insert(worker, from + 2L * i, 2);
      worker.commit();
    }
  }

  @Test
  void twoEnginesSeeWhatIsCommitted() throws Exception {
    try (StateStore store = StateStore.memory()) {
      check(store, store);
    }
  }
}
