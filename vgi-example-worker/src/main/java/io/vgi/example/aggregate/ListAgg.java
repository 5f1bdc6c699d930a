package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.VarCharVector;

/** Texts joined by commas in the order they come. */
class ListAgg implements AggregateFunction<JoinedText, VarCharVector> {
  static final Column<VarCharVector> VALUE = Column.varchar("value").doc("Strings to join");

  private final FunctionSpec spec;

  ListAgg(String name, String doc) {
    this.spec =
        FunctionSpec.named(name)
            .columns(VALUE)
            .returns(SqlType.VARCHAR)
            .orderDependent()
            .distinctDependent()
            .doc(doc)
            .build();
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public JoinedText newState() {
    return new JoinedText();
  }

  @Override
  public void update(Call call, Groups<JoinedText> groups, Rows in) {
    VarCharVector value = in.get(VALUE);
    in.forEachRow(row -> groups.at(row).add(value.get(row)));
  }

  @Override
  public void merge(JoinedText into, JoinedText from) {
    into.addAll(from);
  }

  @Override
  public void result(Call call, JoinedText state, VarCharVector out, int row) {
    if (state.seen()) {
      out.setSafe(row, state.bytes());
    }
  }

  @Override
  public StateCodec<JoinedText> stateCodec() {
    return JoinedText.codec();
  }
}
