package example.csv;

import io.vgi.function.CopyFrom;
import io.vgi.function.CopyFromFunction;
import io.vgi.function.CopyTo;
import io.vgi.function.CopyToFunction;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.type.Column;
import io.vgi.type.TextCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Any table from a file, whose header has its columns in any order, and any query to a file. */
final class CsvCopy implements CopyToFunction.FileWriter {
  private static final CSVFormat WRITTEN =
      CSVFormat.RFC4180.builder().setNullString("").setRecordSeparator("\n").get();

  static CopyFromFunction<?> reader() {
    return CopyFromFunction.rows(
        FunctionSpec.copyFrom("file")
            .doc("Reads a CSV file with a header")
            .args(CopyFromFunction.ON_ERROR)
            .build(),
        CsvCopy::read);
  }

  static CopyToFunction<?> writer() {
    return CopyToFunction.file(
        FunctionSpec.copyTo("new_file")
            .doc("Writes a CSV file with a header, in the order of the query")
            .ordered()
            .args(CopyToFunction.ON_EXISTS)
            .build(),
        new CsvCopy());
  }

  private static Stream<@Nullable Object[]> read(CopyFrom call) throws IOException {
    CSVParser parser =
        CSVParser.parse(Path.of(call.path()), StandardCharsets.UTF_8, CsvFile.FORMAT);
    String[] names = call.columns().stream().map(Column::name).toArray(String[]::new);
    return parser.stream().map(record -> cells(record, names)).onClose(() -> close(parser));
  }

  private static @Nullable Object[] cells(CSVRecord record, String[] names) {
    @Nullable Object[] cells = new Object[names.length];
    for (int i = 0; i < names.length; i++) {
      cells[i] = record.get(names[i]);
    }
    return cells;
  }

  private static void close(CSVParser parser) {
    try {
      parser.close();
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  @Override
  public void begin(CopyTo call, OutputStream out) throws IOException {
    write(out, call.columns().stream().map(Column::name).toArray());
  }

  @Override
  public void write(CopyTo call, Rows in, OutputStream out) throws IOException {
    List<TextCodec> texts =
        call.columns().stream().map(column -> TextCodec.of(column.type())).toList();
    for (int row = 0; row < in.count(); row++) {
      @Nullable Object[] cells = new Object[texts.size()];
      for (int i = 0; i < cells.length; i++) {
        Object value = in.value(in.columns().get(i), row, Object.class);
        cells[i] = value == null ? null : texts.get(i).print(value);
      }
      write(out, cells);
    }
  }

  private static void write(OutputStream out, @Nullable Object[] cells) throws IOException {
    out.write((WRITTEN.format(cells) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
