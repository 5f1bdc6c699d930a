package io.vgi.catalog;

/** What becomes of a CREATE whose name is taken. */
public enum OnConflict {
  /** It fails. */
  ERROR,
  /** Nothing: {@code CREATE … IF NOT EXISTS}. */
  IGNORE,
  /** What is there is replaced: {@code CREATE OR REPLACE}. */
  REPLACE
}
