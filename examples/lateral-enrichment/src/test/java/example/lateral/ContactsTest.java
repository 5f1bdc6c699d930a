package example.lateral;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import example.lateral.Contacts.Contact;
import io.vgi.testing.InOutCall.LateralRow;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.duckdb.DuckDb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a join with the contacts gives in DuckDB is right. */
class ContactsTest {
  private static final String TABLES =
      """
      CREATE TABLE orders AS SELECT i AS id, CASE WHEN i % 9 > 0 THEN i % 50 END AS customer
        FROM range(10000) AS numbers(i);
      CREATE TABLE contacts AS SELECT c AS customer, 'kind ' || n AS kind, c || '@' || n AS address
        FROM range(40) AS customers(c), range(40) AS numbers(n) WHERE n < c % 4
      """;

  private final List<Set<Long>> requests = Collections.synchronizedList(new ArrayList<>());

  /** The same contacts. */
  private Map<Long, List<Contact>> find(Set<Long> customers) {
    requests.add(customers);
    Map<Long, List<Contact>> found = new HashMap<>();
    for (long customer : customers) {
      List<Contact> contacts = new ArrayList<>();
      for (int n = 0; n < customer % 4 && customer < 40; n++) {
        contacts.add(new Contact("kind " + n, customer + "@" + n));
      }
      found.put(customer, contacts);
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theLateralJoinIsThePlainOne(int threads) {
    try (DuckDb duck = DuckDb.attach(Contacts.catalog(this::find)).set("threads", threads)) {
      duck.execute(TABLES);
      for (String where :
          List.of("true", "id % 50 = 3", "customer IS NULL", "customer > 39", "false")) {
        assertEquals(
            duck.query(
                    "SELECT id, o.customer, kind, address FROM orders o JOIN contacts USING (customer)"
                        + " WHERE "
                        + where
                        + " ORDER BY ALL")
                .rows(),
            duck.query(
                    "SELECT id, customer, kind, address FROM orders o, crm.contacts(o.customer)"
                        + " WHERE "
                        + where
                        + " ORDER BY ALL")
                .rows(),
            where);
        assertEquals(
            duck.query(
                    "SELECT id, o.customer, kind, address FROM orders o LEFT JOIN contacts"
                        + " USING (customer) WHERE "
                        + where
                        + " ORDER BY ALL")
                .rows(),
            duck.query(
                    "SELECT id, customer, kind, address FROM orders o"
                        + " LEFT JOIN LATERAL crm.contacts(o.customer) ON true"
                        + " WHERE "
                        + where
                        + " ORDER BY ALL")
                .rows(),
            where);
      }
    }
  }

  @Test
  void aBatchIsOneRequest() {
    try (LocalWorker worker = LocalWorker.of(Contacts.catalog(this::find))) {
      assertEquals(
          List.of(
              new LateralRow(1, Map.of("kind", "kind 0", "address", "2@0")),
              new LateralRow(1, Map.of("kind", "kind 1", "address", "2@1")),
              new LateralRow(3, Map.of("kind", "kind 0", "address", "1@0"))),
          worker.inOut("contacts").lateral(Arrays.asList(null, 2L, 4L, 1L)));
      assertEquals(List.of(Set.of(1L, 2L, 4L)), requests);
    }
  }

  @Test
  void theUserIsToldThatTheDirectoryIsAway() {
    try (DuckDb duck =
        DuckDb.attach(
            Contacts.catalog(
                customers -> {
                  throw new IOException("the directory is away");
                }))) {
      String error = duck.query("FROM crm.contacts(1)").error();
      assertTrue(error.contains("the directory is away"), error);
    }
  }
}
