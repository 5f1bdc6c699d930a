package example.csv;

import io.vgi.Worker;
import io.vgi.catalog.Attach;
import io.vgi.catalog.Catalog;
import io.vgi.catalog.CatalogChoice;
import io.vgi.catalog.Table;
import io.vgi.param.AttachOption;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CSV files of a folder as tables: those that are there at the ATTACH. */
public final class CsvFolder {
  private static final AttachOption<String> FOLDER = AttachOption.varchar("folder").required();

  private CsvFolder() {}

  private static Catalog read(Attach attach) throws IOException {
    Catalog.Builder catalog =
        Catalog.named("csv")
            .attachOption(FOLDER)
            .copyFrom(CsvCopy.reader())
            .copyTo(CsvCopy.writer());
    Path folder = Path.of(attach.get(FOLDER));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.csv")) {
      for (Path file : files) {
        CsvFile rows = CsvFile.of(file);
        catalog.function(rows).table(Table.named(rows.spec().name()).from(rows));
      }
    }
    return catalog.build();
  }

  static CatalogChoice catalog() {
    return CatalogChoice.named("csv").attachOption(FOLDER).choose(CsvFolder::read).build();
  }

  public static void main(String[] args) {
    Worker.of(catalog()).run(args);
  }
}
