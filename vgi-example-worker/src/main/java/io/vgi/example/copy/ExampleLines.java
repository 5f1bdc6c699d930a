package io.vgi.example.copy;

import io.vgi.function.CopyFrom;
import io.vgi.function.CopyFromFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.param.Arg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code COPY t FROM 'path' (FORMAT 'example.example_lines', null_string 'NA')}. */
final class ExampleLines {
  private static final Arg<String> NULL_STRING =
      Arg.varchar("null_string").doc("Token parsed as SQL NULL");
  private static final Arg<String> DELIMITER =
      Arg.varchar("delimiter").orElse(",").doc("Field separator");
  private static final Arg<Long> SKIP_ROWS =
      Arg.bigint("skip_rows").orElse(0L).atLeast(0L).doc("Leading lines to skip before data");

  private ExampleLines() {}

  static CopyFromFunction<?> create() {
    return CopyFromFunction.rows(
        FunctionSpec.copyFrom("example_lines")
            .doc("Read a delimited text file into the COPY target table")
            .comment("Toy delimited-text reader for tests")
            .tag("category", "copy_from")
            .tag("stability", "test")
            .args(
                DELIMITER,
                NULL_STRING,
                CopyFromFunction.ON_ERROR.doc(
                    "Behavior on a row whose column count does not match the target"),
                SKIP_ROWS)
            .build(),
        new CopyFromFunction.RowSource() {
          @Override
          public Stream<@Nullable String[]> open(CopyFrom call) throws IOException {
            return read(call);
          }
        });
  }

  @SuppressWarnings("StreamResourceLeak") // the SDK closes it
  private static Stream<@Nullable String[]> read(CopyFrom call) throws IOException {
    Pattern delimiter = Pattern.compile(call.get(DELIMITER), Pattern.LITERAL);
    String nullString = call.get(NULL_STRING);
    return Files.lines(Path.of(call.path()))
        .skip(call.get(SKIP_ROWS))
        .filter(line -> !line.isEmpty())
        .map(line -> cells(delimiter.split(line, -1), nullString));
  }

  private static @Nullable String[] cells(@Nullable String[] cells, String nullString) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] = nullString.equals(cells[i]) ? null : cells[i];
    }
    return cells;
  }
}
