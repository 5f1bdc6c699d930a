package io.vgi.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.reflect.ProtocolHash;
import io.vgi.rpc.internal.reflect.ProtocolHash.DescribedMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

class DialectTest {
  private final Dialect dialect = Dialect.load("2.0");

  @Test
  void namesItself() {
    assertThat(dialect.id()).isEqualTo("2.0");
    assertThat(dialect.version()).isEqualTo("2.0.0");
    assertThat(dialect.protocol()).isEqualTo("vgi.v2");
  }

  @Test
  void methodTableHasThePublishedHash() {
    List<DescribedMethod> methods = new ArrayList<>();
    for (String name : dialect.methodNames()) {
      MethodShape shape = dialect.method(name);
      methods.add(
          new DescribedMethod(
              name,
              shape.stream(),
              shape.params().fields(),
              shape.result() == null ? null : shape.result().fields(),
              shape.headerRecord() == null ? null : dialect.record(shape.headerRecord()).fields()));
    }

    assertThat(methods).hasSize(71);
    assertThat(ProtocolHash.of(dialect.protocol(), methods))
        .isEqualTo("e079f306e802526100d3b5c63e58b063ffffeaa6cabee3d1a73bce65e64eb416");
  }

  @Test
  void aRecordTravelsInOneColumn() {
    MethodShape bind = dialect.method("bind");

    assertThat(bind.stream()).isFalse();
    assertThat(bind.requestRecord()).isEqualTo("BindRequest");
    assertThat(bind.params())
        .isEqualTo(WireSchema.of(Field.notNullable("request", ArrowType.Binary.INSTANCE)));
    assertThat(bind.resultRecord()).isEqualTo("BindResponse");
    assertThat(bind.result())
        .isEqualTo(WireSchema.of(Field.notNullable("result", ArrowType.Binary.INSTANCE)));
    assertThat(bind.headerRecord()).isNull();
  }

  @Test
  void aStreamHasAHeaderAndNoResult() {
    MethodShape init = dialect.method("init");

    assertThat(init.stream()).isTrue();
    assertThat(init.requestRecord()).isEqualTo("InitRequest");
    assertThat(init.headerRecord()).isEqualTo("GlobalInitResponse");
    assertThat(init.result()).isNull();
    assertThat(init.resultRecord()).isNull();
  }

  @Test
  void aVoidMethodHasNoResult() {
    MethodShape commit = dialect.method("catalog_transaction_commit");

    assertThat(commit.requestRecord()).isNull();
    assertThat(commit.params().size()).isEqualTo(2);
    assertThat(commit.result()).isNull();
  }

  @Test
  void aBytesResultNamesNoRecord() {
    MethodShape statistics = dialect.method("catalog_table_column_statistics_get");
    MethodShape scan = dialect.method("catalog_table_scan_function_get");

    assertThat(statistics.result())
        .isEqualTo(WireSchema.of(Field.nullable("result", ArrowType.Binary.INSTANCE)));
    assertThat(statistics.resultRecord()).isNull();
    assertThat(scan.result())
        .isEqualTo(WireSchema.of(Field.notNullable("result", ArrowType.Binary.INSTANCE)));
    assertThat(scan.resultRecord()).isNull();
  }

  @Test
  void enumColumnsAreInMessageForm() {
    Field type = dialect.record("BindRequest").field(2);

    assertThat(type.getName()).isEqualTo("function_type");
    assertThat(type.isNullable()).isFalse();
    assertThat(type.getType()).isEqualTo(ArrowType.Utf8.INSTANCE);
    assertThat(type.getDictionary().getIndexType()).isEqualTo(new ArrowType.Int(16, true));
    assertThat(type.getDictionary().isOrdered()).isFalse();
    assertThat(dialect.enumMembers("FunctionType"))
        .containsExactly("SCALAR", "TABLE", "TABLE_BUFFERING", "AGGREGATE");
  }

  @Test
  void threadsShareOneSchema() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<WireSchema>> found = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        found.add(threads.submit(() -> dialect.record("FunctionInfo")));
      }
      for (Future<WireSchema> each : found) {
        assertThat(each.get()).isSameAs(dialect.record("FunctionInfo"));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void unknownNamesAreTold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dialect.load("9.9"))
        .withMessage("There is no revision '9.9' of the protocol.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dialect.record("Nothing"))
        .withMessage("vgi-2.0.txt has no record 'Nothing'.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dialect.method("nothing"))
        .withMessage("vgi-2.0.txt has no method 'nothing'.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dialect.enumMembers("Nothing"))
        .withMessage("vgi-2.0.txt has no enum 'Nothing'.");
  }
}
