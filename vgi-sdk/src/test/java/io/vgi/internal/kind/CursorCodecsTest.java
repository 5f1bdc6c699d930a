package io.vgi.internal.kind;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.type.Column;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class CursorCodecsTest {
  private record Plain(long row) {}

  private record Rich(Iterator<String> rest) {}

  private abstract static class Rows<C> implements TableFunction<C> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.table("rows").returns(Column.bigint("n")).build();
    }

    @Override
    public C open(Scan scan) {
      throw new AssertionError("not opened here");
    }

    @Override
    public C next(Scan scan, C at, BatchWriter out) {
      throw new AssertionError("not read here");
    }
  }

  private static final class PlainRows extends Rows<Plain> {}

  private static final class RichRows extends Rows<Rich> {}

  private static final class LooseRows extends Rows<Iterator<String>> {}

  @Test
  void saysWhyACursorDoesNotTravel() {
    CursorCodecs codecs = new CursorCodecs();
    assertThat(codecs.of(new PlainRows())).isNotNull();
    assertThat(codecs.of(new RichRows())).isNull();
    assertThat(codecs.why(new RichRows())).contains("Component 'rest'", "has no codec");
    assertThat(codecs.of(new LooseRows())).isNull();
    assertThat(codecs.why(new LooseRows())).isNotEmpty();
  }
}
