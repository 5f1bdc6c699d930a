package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.AttachOption;
import io.vgi.rpc.Principal;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a worker of a test is given, and what it finds out. */
class LocalWorkerTest {
  private static final Column<BigIntVector> N = Column.bigint("n");
  private static final AttachOption<Long> SIZE = AttachOption.bigint("size").required();

  /** Allocates for every row and gives nothing back. */
  private static final class Leaky implements ScalarFunction<BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("leaky").columns(N).returns(SqlType.BIGINT).build();
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {
      BigIntVector forgotten = new BigIntVector("forgotten", call.allocator());
      forgotten.allocateNew(in.count());
      in.forEachRow(row -> out.set(row, in.get(N).get(row)));
    }
  }

  /** The size of the attach, once. */
  private record Sized() implements TableFunction<Sized.At> {
    record At() {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("sized").returns(N).build();
    }

    @Override
    public At open(Scan scan) {
      return new At();
    }

    @Override
    public @Nullable At next(Scan scan, At at, BatchWriter out) {
      out.get(N).set(0, scan.get(SIZE));
      out.rows(1);
      return null;
    }
  }

  /** Holds a cursor that stays in its process. */
  private static final class Pinned implements TableFunction<Pinned.Open> {
    private static final class Open implements AutoCloseable {
      int next;

      @Override
      public void close() {}
    }

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("pinned").returns(N).build();
    }

    @Override
    public Open open(Scan scan) {
      return new Open();
    }

    @Override
    public @Nullable Open next(Scan scan, Open at, BatchWriter out) {
      out.get(N).set(0, at.next);
      out.rows(1);
      return ++at.next < 3 ? at : null;
    }
  }

  /** How often it was bound since it was attached, by any worker. */
  private static final class Counted implements TableFunction<Sized.At> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("counted").returns(N).build();
    }

    @Override
    public TableShape bind(Bind bind) {
      return TableShape.of(N);
    }

    @Override
    public Sized.At open(Scan scan) {
      return new Sized.At();
    }

    @Override
    public Sized.@Nullable At next(Scan scan, Sized.At at, BatchWriter out) {
      byte[] count =
          scan.attachState()
              .update(
                  "count",
                  StateCodec.bytes(),
                  old -> new byte[] {(byte) (old == null ? 1 : old[0] + 1)});
      out.get(N).set(0, count == null ? 0 : count[0]);
      out.rows(1);
      return null;
    }
  }

  /** Counts how often it is given the very cursor that it gave. */
  private static final class Recognizing implements TableFunction<Recognizing.Step> {
    private final AtomicInteger recognized = new AtomicInteger();
    private volatile @Nullable Step last;

    record Step(long number) {}

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("recognizing").returns(N).build();
    }

    @Override
    public Step open(Scan scan) {
      return new Step(0);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // which is what this is about
    public @Nullable Step next(Scan scan, Step at, BatchWriter out) {
      if (at == last) {
        recognized.incrementAndGet();
      }
      out.get(N).set(0, at.number());
      out.rows(1);
      last = new Step(at.number() + 1);
      return at.number() < 4 ? last : null;
    }
  }

  @Test
  void cursorsGoThroughTheirBytes() {
    Recognizing function = new Recognizing();
    Catalog catalog = Catalog.named("c").function(function).build();
    try (LocalWorker worker = LocalWorker.of(catalog).resumedEveryTurn()) {
      assertThat(worker.table("recognizing").column("n")).containsExactly(0L, 1L, 2L, 3L, 4L);
    }
    assertThat(function.recognized).hasValue(0);
    try (LocalWorker worker = LocalWorker.of(catalog)) {
      assertThat(worker.table("recognizing").column("n")).hasSize(5);
    }
    assertThat(function.recognized).hasValue(4);
  }

  private static Catalog.Builder named(String name) {
    return Catalog.named(name).function(new Pinned()).function(new Counted());
  }

  @Test
  void aLeakIsFoundWithTheNameOfTheFunction() {
    LocalWorker worker = LocalWorker.of(Catalog.named("c").function(new Leaky()).build());
    assertThat(worker.scalar("leaky").row(1L)).isEqualTo(1L);
    assertThatThrownBy(worker::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'leaky'")
        .hasMessageMatching("(?s).*[1-9]\\d* bytes are left.*");
  }

  @Test
  void withoutAUseNothingIsLeft() {
    assertThatCode(() -> LocalWorker.of(new Shop().catalog()).close()).doesNotThrowAnyException();
  }

  @Test
  void settingsSecretsAndTheCallerArrive() {
    try (LocalWorker worker =
        LocalWorker.of(new Shop().catalog()).principal(new Principal("bearer", "ann", Map.of()))) {
      assertThat(worker.scalar("who_am_i").row("x")).isEqualTo("hello ann -");
      worker
          .set("greeting", "hi")
          .secret("shop_key", "wide", Map.of("token", "t0"))
          .secret("shop_key", "other", "shop://y", Map.of("token", "t1"));
      assertThat(worker.scalar("who_am_i").row("x")).isEqualTo("hi ann t0");
      worker.reset("greeting").secret("shop_key", "near", "shop://", Map.of("token", "t2"));
      assertThat(worker.scalar("who_am_i").row("x")).isEqualTo("hello ann t2");
      worker.set("nope", 1);
      assertThatThrownBy(() -> worker.scalar("who_am_i").row("x")).hasMessageContaining("\"nope\"");
    }
  }

  @Test
  void optionsOfTheAttachArrive() {
    Catalog catalog = Catalog.named("c").attachOption(SIZE).function(new Sized()).build();
    try (LocalWorker worker = LocalWorker.of(catalog).option("size", 7)) {
      assertThat(worker.table("sized").column("n")).containsExactly(7L);
      assertThatThrownBy(() -> worker.option("size", 8)).isInstanceOf(IllegalStateException.class);
    }
    try (LocalWorker worker = LocalWorker.of(catalog)) {
      assertThatThrownBy(() -> worker.table("sized").rows())
          .hasMessage("Catalog 'c' cannot be attached without the required option 'size'.");
    }
    try (LocalWorker worker = LocalWorker.of(catalog).option("weight", 7)) {
      assertThatThrownBy(() -> worker.table("sized").rows()).hasMessageContaining("'weight'");
    }
  }

  @Test
  void aVersionOfTheDataIsChosen() {
    CatalogChoice choice =
        CatalogChoice.named("c")
            .release("1.0.0", named("c").build())
            .release("2.0.0", named("c").function(new Sized()).attachOption(SIZE).build())
            .attachOption(SIZE)
            .build();
    try (LocalWorker worker = LocalWorker.of(choice).dataVersion("1.0.0").option("size", 1)) {
      assertThat(worker.functions()).containsExactly("main.pinned", "main.counted");
    }
    try (LocalWorker worker = LocalWorker.of(choice).option("size", 1)) {
      assertThat(worker.functions()).contains("main.sized");
    }
  }

  @Test
  void processesShareTheirState() {
    StateStore store = StateStore.memory();
    try (LocalWorker worker = LocalWorker.of(Totals.catalog()).state(store).processes(4)) {
      // each of its calls reaches another process
      for (int i = 0; i < 5; i++) {
        assertThat(worker.aggregate("total").args(1).threads(5).batchSize(3).of(LONGS))
            .isEqualTo(4950L);
      }
    }
    try (LocalWorker worker = LocalWorker.of(named("c").build()).state(store).processes(3)) {
      for (long i = 1; i < 10; i++) {
        assertThat(worker.table("counted").column("n")).containsExactly(i);
      }
    }
    store.close();
  }

  private static final List<Long> LONGS =
      java.util.stream.LongStream.range(0, 100).boxed().toList();

  @Test
  void streamsAreBroughtBackFromTheirState() {
    Shop shop = new Shop();
    try (LocalWorker worker = LocalWorker.of(shop.catalog()).resumedEveryTurn().processes(3)) {
      assertThat(worker.table("orders", 30).where("id >= 7 OR id = 1").rows()).hasSize(24);
      assertThat(worker.table("orders", 30).limit(5).rows()).hasSize(5);
      assertThat(shop.cancelled).containsExactly(8L);
      assertThat(worker.scalar("add").batchSize(3).of(LONGS, LONGS)).hasSize(100);
      assertThat(
              worker
                  .inOut("count_at_end")
                  .batchSize(10)
                  .of(LONGS.stream().map(BufferingCallTest.Id::new).toList()))
          .containsExactly(Map.of("id", 100L));
      assertThat(
              worker
                  .buffering("reversed")
                  .batchSize(10)
                  .threads(2)
                  .of(LONGS.stream().map(BufferingCallTest.Id::new).toList()))
          .hasSize(100)
          .startsWith(Map.of("id", 99L));
    }
  }

  @Test
  void aCursorThatCannotLeaveItsProcessIsFound() {
    try (LocalWorker worker = LocalWorker.of(named("c").build())) {
      assertThat(worker.table("pinned").column("n")).containsExactly(0L, 1L, 2L);
    }
    try (LocalWorker worker = LocalWorker.of(named("c").build()).resumedEveryTurn()) {
      assertThatThrownBy(() -> worker.table("pinned").rows())
          .isInstanceOf(QueryException.class)
          .hasMessageContaining("cannot leave the process");
    }
  }
}
