package io.vgi.example.copy;

import io.vgi.function.CopyTo;
import io.vgi.function.CopyToFunction;
import io.vgi.function.CopyToFunction.FileWriter;
import io.vgi.function.CopyToSpecBuilder;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.TextCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code COPY t TO 'path' (FORMAT 'example.example_lines_out', null_string 'NA')}. */
final class ExampleLinesOut implements FileWriter {
  private static final Arg<String> NULL_STRING =
      Arg.varchar("null_string").doc("Token written for SQL NULL");
  private static final Arg<String> DELIMITER =
      Arg.varchar("delimiter").orElse(",").doc("Field separator");
  private static final Arg<Boolean> HEADER =
      Arg.bool("header").orElse(false).doc("Write a header row of column names");
  private static final Arg<Long> HEADER_REPEAT =
      Arg.bigint("header_repeat")
          .orElse(1L)
          .atLeast(0L)
          .atMost(3L)
          .doc("When header=true, write the header line this many times");
  private static final Arg<String> FAIL_ON_VALUE =
      Arg.varchar("fail_on_value")
          .orElse("")
          .doc("If non-empty, fail mid-write when a cell equals this value");

  /** Rows come from several threads. */
  static CopyToFunction<?> create() {
    return CopyToFunction.file(
        spec("example_lines_out")
            .doc("Write the COPY source to a delimited text file")
            .comment("Toy delimited-text writer for tests")
            .build(),
        new ExampleLinesOut());
  }

  /** Rows come in the order of the source. */
  static CopyToFunction<?> ordered() {
    return CopyToFunction.file(
        spec("example_lines_ordered_out")
            .doc("Write the COPY source to a delimited file, preserving source order")
            .comment("Toy delimited-text writer (ordered, single-thread sink)")
            .ordered()
            .build(),
        new ExampleLinesOut());
  }

  private static CopyToSpecBuilder spec(String format) {
    return FunctionSpec.copyTo(format)
        .tag("category", "copy_to")
        .tag("stability", "test")
        .args(DELIMITER, NULL_STRING, HEADER, HEADER_REPEAT, FAIL_ON_VALUE)
        .args(CopyToFunction.ON_EXISTS);
  }

  @Override
  public void begin(CopyTo call, OutputStream out) throws IOException {
    if (call.get(HEADER)) {
      String names =
          call.columns().stream()
              .map(Column::name)
              .collect(Collectors.joining(call.get(DELIMITER), "", "\n"));
      out.write(names.repeat(call.get(HEADER_REPEAT).intValue()).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void write(CopyTo call, Rows in, OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    List<@Nullable TextCodec> codecs =
        call.columns().stream().map(column -> TextCodec.find(column.type())).toList();
    String fails = call.get(FAIL_ON_VALUE);
    for (int row = 0; row < in.count(); row++) {
      for (int i = 0; i < codecs.size(); i++) {
        Object value = in.value(in.columns().get(i), row, Object.class);
        TextCodec codec = codecs.get(i);
        String cell =
            value == null
                ? call.get(NULL_STRING)
                : codec == null ? value.toString() : codec.print(value);
        if (value != null && !fails.isEmpty() && cell.equals(fails)) {
          throw VgiException.invalidArgument("fail_on_value hit: '" + cell + "'");
        }
        text.append(i == 0 ? "" : call.get(DELIMITER)).append(cell);
      }
      text.append('\n');
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
