package io.vgi.internal.filter;

import static io.vgi.internal.filter.Payloads.advisory;
import static io.vgi.internal.filter.Payloads.compare;
import static io.vgi.internal.filter.Payloads.literal;
import static io.vgi.internal.filter.Payloads.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.BoundParameters;
import io.vgi.internal.bind.CallArguments;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.internal.call.Binding;
import io.vgi.internal.call.ScanCall;
import io.vgi.internal.call.TestContext;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which columns a scan wants when its conditions are on columns that the query does not show. */
class ScanWantsTest extends FilterTestBase {
  private final List<Column<?>> columns = new ArrayList<>();

  private ScanCall scan(FilterSet filters, int... projection) {
    for (Field field : OUTPUT.fields()) {
      columns.add(Column.of(field));
    }
    BindRequest request =
        BindRequest.of("rows", new CallArguments(List.of(), Map.of()), null, "main", null);
    Binding binding =
        new Binding(
            BoundParameters.of(FunctionEntry.of("main", new NoRows()), request),
            TestContext.NO_STATE,
            OUTPUT,
            TableShape.of(columns),
            null);
    return new ScanCall(
        binding, TestContext.of(allocator), null, ScanCall.Hints.NONE, projection, filters);
  }

  @Test
  void theColumnsOfConditionsAreWanted() {
    ScanCall scan = scan(parse(payload(required(compare("ge", N, literal(0)))).value(0, 7)), 1);
    assertThat(columns.stream().map(scan::wants)).containsExactly(true, true, false, false);
  }

  @Test
  void thoseOfHintsAreNot() {
    ScanCall scan = scan(parse(payload(advisory(compare("ge", N, literal(0)))).value(0, 7)), 1);
    assertThat(columns.stream().map(scan::wants)).containsExactly(false, true, false, false);
  }

  private record NoRows(FunctionSpec spec) implements TableFunction<String> {
    NoRows() {
      this(FunctionSpec.table("rows").build());
    }

    @Override
    public String open(Scan scan) {
      return "";
    }

    @Override
    public @Nullable String next(Scan scan, String at, BatchWriter out) {
      return null;
    }
  }
}
