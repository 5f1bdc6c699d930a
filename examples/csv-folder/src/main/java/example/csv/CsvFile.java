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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The rows of one file. */
record CsvFile(FunctionSpec spec, Path file, List<CsvType> types)
    implements TableFunction<CsvFile.Cursor> {
  static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setHeader().setNullString("").get();

  /** An open file. */
  record Cursor(CSVParser parser, Iterator<CSVRecord> records) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      parser.close();
    }
  }

  /** Reads the file once to see what its columns are: what fits all of their texts. */
  static CsvFile of(Path file) throws IOException {
    try (CSVParser records = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
      List<EnumSet<CsvType>> fitting = new ArrayList<>();
      records.getHeaderNames().forEach(name -> fitting.add(EnumSet.allOf(CsvType.class)));
      for (CSVRecord record : records) {
        for (int i = 0; i < fitting.size(); i++) {
          String text = record.get(i);
          fitting.get(i).removeIf(type -> !type.fits(text));
        }
      }
      TableSpecBuilder spec =
          FunctionSpec.table(file.getFileName().toString().replaceFirst("\\.csv$", ""));
      List<CsvType> types = new ArrayList<>();
      for (String name : records.getHeaderNames()) {
        EnumSet<CsvType> left = fitting.get(types.size());
        boolean any = left.size() < CsvType.values().length; // or there was no text at all
        types.add(any ? left.iterator().next() : CsvType.VARCHAR);
        spec.returns(Column.of(name, SqlType.parse(types.get(types.size() - 1).name())));
      }
      return new CsvFile(spec.pushdown(Pushdown.FILTER, Pushdown.PROJECTION).build(), file, types);
    }
  }

  @Override
  public Cursor open(Scan scan) throws IOException {
    CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT);
    return new Cursor(parser, parser.iterator());
  }

  @Override
  public @Nullable Cursor next(Scan scan, Cursor at, BatchWriter out) {
    while (at.records.hasNext() && out.rowCount() < scan.batchSize()) {
      CSVRecord record = at.records.next();
      RowWriter row = out.row();
      for (int i = 0; i < types.size(); i++) {
        row.set(i, types.get(i).value(record.get(i)));
      }
    }
    return at.records.hasNext() ? at : null;
  }
}
