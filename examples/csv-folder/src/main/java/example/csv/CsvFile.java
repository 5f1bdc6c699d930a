package example.csv;

import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RowWriter;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableSpecBuilder;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.TextCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The rows of one file. */
record CsvFile(FunctionSpec spec, Path file, List<TextCodec> types)
    implements TableFunction<CSVParser> {
  private static final List<TextCodec> TYPES =
      Stream.of(SqlType.BIGINT, SqlType.DOUBLE, SqlType.DATE, SqlType.VARCHAR)
          .map(TextCodec::of)
          .toList();
  static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setHeader().setNullString("").get();

  /** Reads the file once to see what its columns are: what fits all of their texts. */
  static CsvFile of(Path file) throws IOException {
    try (CSVParser records = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
      List<List<TextCodec>> fitting = new ArrayList<>();
      records.getHeaderNames().forEach(name -> fitting.add(new ArrayList<>(TYPES)));
      for (CSVRecord record : records) {
        for (int i = 0; i < fitting.size(); i++) {
          String text = record.get(i);
          fitting.get(i).removeIf(type -> text != null && !fits(type, text));
        }
      }
      TableSpecBuilder spec =
          FunctionSpec.table(file.getFileName().toString().replaceFirst("\\.csv$", ""));
      List<TextCodec> types = new ArrayList<>();
      for (String name : records.getHeaderNames()) {
        List<TextCodec> left = fitting.get(types.size());
        // all are left where there was no text at all
        TextCodec type = left.get(left.size() < TYPES.size() ? 0 : TYPES.size() - 1);
        types.add(type);
        spec.returns(Column.of(name, type.type()));
      }
      return new CsvFile(spec.pushdown(Pushdown.FILTER, Pushdown.PROJECTION).build(), file, types);
    }
  }

  private static boolean fits(TextCodec type, String text) {
    try {
      type.parse(text);
      return true;
    } catch (IllegalArgumentException other) {
      return false;
    }
  }

  @Override
  public CSVParser open(Scan scan) throws IOException {
    return CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT);
  }

  @Override
  public @Nullable CSVParser next(Scan scan, CSVParser at, BatchWriter out) {
    Iterator<CSVRecord> records = at.iterator(); // goes on where it was
    while (records.hasNext() && out.rowCount() < scan.batchSize()) {
      CSVRecord record = records.next();
      RowWriter row = out.row();
      for (int i = 0; i < types.size(); i++) {
        String text = record.get(i);
        row.set(i, text == null ? null : types.get(i).parse(text));
      }
    }
    return records.hasNext() ? at : null;
  }
}
