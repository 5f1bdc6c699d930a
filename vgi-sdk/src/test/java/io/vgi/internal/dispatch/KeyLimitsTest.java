package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.param.AttachOption;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.state.StateStore;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings, options of ATTACH and fields of secrets keep limits and have defaults as arguments. */
class KeyLimitsTest {
  private static final Setting<Long> PAGE = Setting.bigint("page").atLeast(1L).orElse(7L);
  private static final Setting<String> MODE = Setting.varchar("mode").oneOf("fast", "safe");
  private static final Arg<Long> PORT = Arg.bigint("port").atMost(65535L).orElse(443L);
  private static final Arg<String> TOKEN = Arg.varchar("token").matching("[a-z]+");
  private static final SecretType TILL =
      SecretType.named("till").shown(PORT).redacted(TOKEN).build();

  private StateStore store;
  private GuardedWorker worker;

  private interface Asked {
    long of(Call call) throws Exception;
  }

  private static TableFunction<?> asked(String name, Asked asked) {
    FunctionSpec spec =
        FunctionSpec.table(name).returns(Fixtures.NUMBER).uses(PAGE).uses(MODE).uses(TILL).build();
    return TableFunction.range(
        spec,
        asked::of,
        (scan, first, rows, out) -> {
          throw new AssertionError("only bound");
        });
  }

  @BeforeEach
  void start() throws Exception {
    store = StateStore.memory();
    worker =
        new GuardedWorker(
            false,
            store,
            Catalog.named("shop")
                .setting(PAGE)
                .setting(MODE)
                .secretType(TILL)
                .function(asked("page", call -> call.get(PAGE)))
                .function(asked("mode", call -> call.get(MODE).length()))
                .function(asked("port", call -> call.get(TILL).get(PORT)))
                .function(asked("token", call -> call.get(TILL).get(TOKEN).length()))
                .build());
  }

  @AfterEach
  void stop() {
    worker.close();
    store.close();
  }

  private long rows(String function, byte[] settings, byte[] secrets) throws Exception {
    WireRecord bind =
        worker
            .bindRequest(function, "TABLE", Fixtures.arguments(worker.memory()), null)
            .set("settings", settings)
            .set("secrets", secrets);
    return worker
        .call(
            "",
            "table_function_cardinality",
            "TableCardinality",
            WireRecord.named("r").set("bind_call", worker.encode("BindRequest", bind)))
        .needNumber("max");
  }

  private byte[] row(SqlType type, String name, Object value) {
    return WireRecord.named("s")
        .set(name, value)
        .toBytes(WireSchema.of(type.field(name)), worker.memory());
  }

  private byte[] secret(long port, String token) {
    SqlType type =
        SqlType.struct(Column.varchar("type"), Column.bigint("port"), Column.varchar("token"));
    return row(type, "mine", Map.of("type", "till", "port", port, "token", token));
  }

  @Test
  void settings() throws Exception {
    assertThat(rows("page", null, null)).isEqualTo(7);
    assertThat(rows("page", row(SqlType.BIGINT, "page", 1L), null)).isEqualTo(1);
    byte[] none = row(SqlType.BIGINT, "page", 0L);
    assertThatThrownBy(() -> rows("page", none, null))
        .hasMessageContaining("Setting 'page' must be >= 1, got 0");
    // one that nobody reads disturbs nobody
    assertThat(rows("port", none, secret(1, "a"))).isEqualTo(1);
    assertThat(rows("mode", row(SqlType.VARCHAR, "mode", "fast"), null)).isEqualTo(4);
    assertThatThrownBy(() -> rows("mode", row(SqlType.VARCHAR, "mode", "slow"), null))
        .hasMessageContaining("must be one of the allowed choices [fast, safe], got slow");
    assertThatThrownBy(() -> rows("mode", null, null))
        .hasMessageContaining("Setting 'mode' has no value; use SET mode = …");
  }

  @Test
  void fieldsOfSecrets() throws Exception {
    assertThat(rows("port", null, secret(65535, "a"))).isEqualTo(65535);
    assertThatThrownBy(() -> rows("port", null, secret(65536, "a")))
        .hasMessageContaining("Field 'port' of a secret has a value that is not allowed");
    assertThat(rows("token", null, secret(1, "abc"))).isEqualTo(3);
    assertThatThrownBy(() -> rows("token", null, secret(1, "S3CR3T")))
        .hasMessageContaining("Field 'token' of a secret has a value that is not allowed")
        .hasMessageNotContaining("[a-z]")
        .hasMessageNotContaining("S3CR3T");
    byte[] bare = row(SqlType.struct(Column.varchar("type")), "mine", Map.of("type", "till"));
    assertThat(rows("port", null, bare)).isEqualTo(443);
    assertThatThrownBy(() -> rows("token", null, bare))
        .hasMessageContaining(
            "Secret 'mine' of type 'till' has no 'token'; give it one with CREATE OR REPLACE"
                + " SECRET");
    assertThatThrownBy(() -> rows("token", null, null))
        .hasMessageContaining(
            "There is no secret of type 'till'; use CREATE SECRET (TYPE till, …)");
  }

  @Test
  void optionsOfAttach() {
    AttachOption<Long> rate = AttachOption.bigint("rate").moreThan(0L);
    AttachOption<Long> pin = AttachOption.bigint("pin").lessThan(10L).secret();
    try (BufferAllocator memory = new RootAllocator()) {
      AttachOptionValues fits = options(memory, List.of(rate, pin), 1, 9);
      assertThat(fits.get(rate)).isEqualTo(1);
      assertThat(fits.get(pin)).isEqualTo(9);
      assertThatThrownBy(() -> options(memory, List.of(rate, pin), 0, 9))
          .hasMessage("ATTACH option 'rate' must be > 0, got 0");
      assertThatThrownBy(() -> options(memory, List.of(rate, pin), 1, 10))
          .hasMessage("ATTACH option 'pin' has a value that is not allowed");
    }
  }

  private static AttachOptionValues options(
      BufferAllocator memory, List<AttachOption<?>> declared, long rate, long pin) {
    byte[] row = Fixtures.batch(memory, List.of("rate", "pin"), new long[] {rate, pin});
    return new AttachOptionValues("shop", declared, row, memory);
  }

  @Test
  void defaultsThatTheLimitsForbid() {
    assertThatThrownBy(
            () ->
                Catalog.named("c")
                    .setting(Setting.tinyint("tiny").orElse(200))
                    .attachOption(AttachOption.bigint("rate").orElse(0L).moreThan(0L))
                    .build())
        .hasMessageContaining("ATTACH option 'rate': the default of 'rate' must be > 0")
        .hasMessageContaining("setting 'tiny': the default of 'tiny' is 200, no TINYINT");
    assertThatThrownBy(
            () -> SecretType.named("s").shown(Arg.bigint("port").atMost(1L).orElse(2L)).build())
        .hasMessageContaining("the default of 'port' must be <= 1");
  }

  @Test
  void aKeyIsReadAsItsJavaType() {
    assertThat(Setting.ubigint("u").java()).isEqualTo(java.math.BigInteger.class);
    assertThat(AttachOption.decimal("d", 9, 2).type()).isEqualTo(SqlType.decimal(9, 2));
    assertThat(AttachOption.bigint("r").orElse(1L).required().fallback()).isNull();
    assertThat(AttachOption.bigint("r").required().doc("text").isRequired()).isTrue();
    assertThat(AttachOption.bigint("r").required().orElse(1L).isRequired()).isFalse();
    assertThat(Arg.bigint("a").named().varargs().doc("text").isVarargs()).isTrue();
  }
}
