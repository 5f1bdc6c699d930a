package io.vgi.state;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections to the back end come from. */
@FunctionalInterface
public interface Connections {
  /** A new connection. */
  Connection open() throws SQLException;
}
