package io.vgi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.TableFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values of all kinds, in and out, and where conditions compare them. */
class LocalValuesTest {
  record Address(String city, int number) {}

  record Order(
      long id,
      @Nullable String customer,
      LocalDate day,
      Instant at,
      UUID key,
      double weight,
      Address address,
      List<String> tags) {}

  record Counted(long n) {}

  private static final List<Order> ORDERS =
      List.of(order(1, "ann", 1, "Bern"), order(2, null, 2, "Rome"), order(3, "bo", 3, "Bern"));

  private static Order order(long id, @Nullable String customer, int day, String city) {
    return new Order(
        id,
        customer,
        LocalDate.of(2024, 1, day),
        Instant.parse("2024-01-0" + day + "T12:00:00Z"),
        new UUID(id, 0),
        id / 2.0,
        new Address(city, (int) id),
        List.of("t" + id));
  }

  /** The types of the values that it is given, which may be any. */
  private static final class Types implements ScalarFunction<VarCharVector> {
    private static final Column<FieldVector> VALUES = Column.any("values").varargs();

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("types").columns(VALUES).returns(SqlType.VARCHAR).build();
    }

    @Override
    public void eval(Call call, Rows in, VarCharVector out) {
      StringBuilder types = new StringBuilder();
      in.columns().forEach(column -> types.append(column.type().sql()).append(' '));
      byte[] text = types.toString().strip().getBytes(StandardCharsets.UTF_8);
      for (int row = 0; row < in.count(); row++) {
        out.setSafe(row, text);
      }
    }
  }

  private final AtomicInteger closed = new AtomicInteger();

  private final LocalWorker worker =
      LocalWorker.of(
          Catalog.named("c")
              .table(Table.ofRows("orders", Order.class, ORDERS))
              .function(
                  TableFunction.rows(
                      "numbers",
                      Counted.class,
                      scan ->
                          LongStream.iterate(0, n -> n + 1)
                              .mapToObj(Counted::new)
                              .onClose(closed::incrementAndGet)))
              .function(
                  ScalarFunction.of(
                      "label",
                      Address.class,
                      BigDecimal.class,
                      String.class,
                      (address, price) -> address.city() + " " + price.stripTrailingZeros()))
              .function(new Types())
              .build());

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void recordsComeBackAsTheyWere() {
    assertThat(worker.scan("orders").rows(Order.class)).isEqualTo(ORDERS);
  }

  @Test
  void conditionsCompareByType() {
    assertThat(ids("day >= DATE '2024-01-02' AND address.city = 'Bern'")).containsExactly(3L);
    assertThat(ids("at < '2024-01-02 12:00:00'")).containsExactly(1L);
    assertThat(ids("key = '00000000-0000-0002-0000-000000000000'")).containsExactly(2L);
    assertThat(ids("weight BETWEEN 0.5 AND 1")).containsExactly(1L, 2L);
    assertThat(ids("list_contains(tags, 't2') OR customer = 'bo'")).containsExactly(2L, 3L);
    assertThat(ids("address.number IN (1, 3) AND starts_with(customer, 'b')")).containsExactly(3L);
    assertThatThrownBy(() -> ids("id < 1.5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5");
  }

  private List<@Nullable Object> ids(String where) {
    return worker.scan("orders").where(where).columns("id").column("id");
  }

  @Test
  void aSourceIsClosedWhenTheQueryHasEnough() {
    assertThat(worker.table("numbers").where("n > 2").limit(2).rows(Counted.class))
        .containsExactly(new Counted(3), new Counted(4));
    assertThat(closed).hasValue(1);
  }

  @Test
  void structsAndDecimalsGoIn() {
    assertThat(worker.scalar("label").row(new Address("Bern", 1), new BigDecimal("1.50")))
        .isEqualTo("Bern 1.5");
    assertThat(worker.scalar("label").row(Map.of("city", "Rome", "number", 2), 7))
        .isEqualTo("Rome 7");
    assertThat(
            worker
                .scalar("label")
                .of(
                    Arrays.asList(new Address("Oslo", 1), null),
                    Arrays.asList(BigDecimal.ONE, BigDecimal.TEN)))
        .isEqualTo(Arrays.asList("Oslo 1", null));
  }

  @Test
  void whatMayBeAnyHasTheTypeOfItsValues() {
    assertThat(worker.scalar("types").row(1, 2L, "x", 1.5, new BigDecimal("1.50"), List.of(1)))
        .isEqualTo("INTEGER BIGINT VARCHAR DOUBLE DECIMAL(3,2) INTEGER[]");
    assertThat(worker.scalar("types").row(LocalDate.EPOCH, new Address("x", 1)))
        .isEqualTo("DATE STRUCT(city VARCHAR, number INTEGER)");
    assertThat(worker.scalar("types").row(new Object[] {null})).isNull();
  }
}
