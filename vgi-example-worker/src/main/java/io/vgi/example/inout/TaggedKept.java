package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.BufferingFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Sink;
import io.vgi.function.Source;
import io.vgi.state.StateCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first column as text, after the schema of the function that took and gave it. */
final class TaggedKept implements BufferingFunction<TaggedKept.Taken, TaggedKept.Position> {
  private static final StateCodec<Taken> CODEC =
      StateCodec.of((part, out) -> out.writeUTF(part.schema), in -> new Taken(in.readUTF()));

  private final String schema;

  /** Says which function took the input. */
  static final class Taken {
    private String schema;

    Taken(String schema) {
      this.schema = schema;
    }
  }

  /**
   * Where the result stands.
   *
   * @param next the position of the next batch
   */
  record Position(long next) {}

  TaggedKept(String schema) {
    this.schema = schema;
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.buffering("test_same_name_buffered")
        .tableInput()
        .returns(TaggedRows.TAG)
        .doc("Schema-disambiguation probe; the " + schema + "-schema buffered function")
        .example(
            "SELECT * FROM example." + schema + ".test_same_name_buffered((SELECT 1 AS n))",
            "Returns '" + schema + ":1'")
        .build();
  }

  @Override
  public Taken newState() {
    return new Taken("");
  }

  @Override
  public void sink(Sink sink, Taken part, Rows in) {
    part.schema = schema;
    sink.keep(in);
  }

  @Override
  public Taken merge(Taken left, Taken right) {
    return left;
  }

  @Override
  public List<Position> open(Source source, Taken all) {
    return List.of(new Position(Source.Kept.START));
  }

  @Override
  public @Nullable Position next(Source source, Taken all, Position at, BatchWriter out)
      throws Exception {
    long next = source.kept().visit(at.next(), rows -> TaggedRows.write(all.schema, rows, out));
    return next == Source.Kept.END ? null : new Position(next);
  }

  @Override
  public StateCodec<Taken> stateCodec() {
    return CODEC;
  }
}
