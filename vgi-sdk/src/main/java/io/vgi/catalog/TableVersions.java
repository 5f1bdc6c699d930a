package io.vgi.catalog;

import io.vgi.pushdown.AsOf;

/** The states of a table in time. Called by many threads at once. */
@FunctionalInterface
public interface TableVersions {
  /**
   * Returns the table as it was: its columns, keys and arguments may differ from the newest ones,
   * its function is the newest one's or one that the catalog has besides. Its name, comment and
   * tags are not looked at.
   *
   * @throws Exception when there is no such state; its message is shown to the SQL user
   */
  Table at(AsOf asOf) throws Exception;
}
