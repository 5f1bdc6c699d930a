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

/** Texts, joined by commas. */
class ListAgg implements AggregateFunction<JoinedText, VarCharVector> {
  static final Column<VarCharVector> VALUE = Column.varchar("value").doc("String column");

  private final FunctionSpec spec;

  ListAgg() {
    this("vgi_listagg", "Concatenate strings with comma separator");
  }

  ListAgg(String name, String doc) {
    this.spec =
        FunctionSpec.aggregate(name)
            .columns(VALUE)
            .returns(SqlType.VARCHAR)
            .orderDependent()
            .doc(doc)
            .build();
  }

  @Override
  public final FunctionSpec spec() {
    return spec;
  }

  @Override
  public final JoinedText newState() {
    return new JoinedText();
  }

  @Override
  public final void update(Call call, Groups<JoinedText> groups, Rows in) {
    VarCharVector values = in.get(VALUE);
    in.forEachRow(row -> groups.at(row).add(values, row));
  }

  @Override
  public final void merge(JoinedText into, JoinedText from) {
    into.addAll(from);
  }

  @Override
  public final void result(Call call, JoinedText state, VarCharVector out, int row) {
    state.writeTo(out, row);
  }

  @Override
  public final StateCodec<JoinedText> stateCodec() {
    return JoinedText.CODEC;
  }
}
