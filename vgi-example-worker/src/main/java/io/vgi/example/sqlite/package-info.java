/** A catalog kept in a SQLite file: DDL, writes and transactions of its own. */
@NullMarked
package io.vgi.example.sqlite;

import org.jspecify.annotations.NullMarked;
