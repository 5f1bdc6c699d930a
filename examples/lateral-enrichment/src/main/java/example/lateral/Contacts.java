package example.lateral;

import io.vgi.Worker;
import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;

/** Finds the contacts of customers, none or many for each row, by one request for each batch. */
public final class Contacts implements TableInOutFunction {
  private static final ValueColumn<BigIntVector, Long> CUSTOMER = Column.bigint("customer");

  private final Directory directory;

  /** Who knows the contacts: a service, a database. */
  @FunctionalInterface
  interface Directory {
    Map<Long, List<Contact>> find(Set<Long> customers) throws Exception;
  }

  /** The columns that are added to each row. */
  record Contact(String kind, String address) {}

  Contacts(Directory directory) {
    this.directory = directory;
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("contacts").columns(CUSTOMER).returns(Contact.class).build();
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) throws Exception {
    Set<Long> customers = new HashSet<>();
    for (int row = 0; row < in.count(); row++) {
      if (!in.isNull(CUSTOMER, row)) {
        customers.add(in.value(CUSTOMER, row));
      }
    }
    Map<Long, List<Contact>> found = directory.find(customers);
    for (int row = 0; row < in.count(); row++) {
      if (!in.isNull(CUSTOMER, row)) {
        for (Contact contact : found.getOrDefault(in.value(CUSTOMER, row), List.of())) {
          out.row().set(contact).parent(row);
        }
      }
    }
  }

  static Catalog catalog(Directory directory) {
    return Catalog.named("crm").function(new Contacts(directory)).build();
  }

  public static void main(String[] args) {
    Map<Long, List<Contact>> known =
        Map.of(
            1L, List.of(new Contact("mail", "ali@example.org"), new Contact("phone", "555-0100")),
            2L, List.of(new Contact("mail", "bea@example.org")));
    Worker.of(catalog(customers -> known)).run(args);
  }
}
