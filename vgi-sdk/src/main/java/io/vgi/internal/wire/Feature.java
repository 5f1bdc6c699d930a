package io.vgi.internal.wire;

/** What not every revision of the protocol can express; callers of others are not shown it. */
public enum Feature {
  /** Table functions that a scan can hand each row of another table to. */
  BLENDED_FUNCTIONS("1.2"),
  /** Formats of COPY. */
  COPY("1.2"),
  /** Catalogs that the engine attaches besides. */
  COMPANIONS("1.2"),
  /** Tables whose rows are those of a table of another catalog. */
  CATALOG_BRANCHES("1.2"),
  /** Functions that are found without naming the catalog. */
  GLOBAL_FUNCTIONS("1.3"),
  /** Streams whose later turns bring back the call that opened them, not their place alone. */
  CALL_TOKENS("1.3"),
  /** Schemas within schemas. */
  SCHEMA_PATHS("2.0"),
  /** Scans in parts. */
  SPLITS("2.0"),
  /** Tables whose rows are in files that the engine reads itself. */
  FILE_BRANCHES("2.0"),
  /** Writes that give back rows as they were and as they are. */
  CHANGES("2.0"),
  /** All of a catalog in one answer, as 2.2 and later shape it. */
  CATALOG_CONTENTS("2.2"),
  /** More than one batch of output for one of input. */
  CONTINUED_OUTPUT("2.2"),
  /** Constraints as records of their own, which the client asks for when it attaches. */
  CONSTRAINT_RECORDS("3.0");

  private final String since;

  Feature(String since) {
    this.since = since;
  }

  boolean isKnownTo(String revision) {
    return compare(revision, since) >= 0;
  }

  /** Compares two revisions, such as {@code 2.0} and {@code 1.2}, by age. */
  static int compare(String one, String other) {
    int major = Integer.compare(number(one, 0), number(other, 0));
    return major != 0 ? major : Integer.compare(number(one, 1), number(other, 1));
  }

  private static int number(String revision, int part) {
    int dot = revision.indexOf('.');
    return Integer.parseInt(part == 0 ? revision.substring(0, dot) : revision.substring(dot + 1));
  }
}
