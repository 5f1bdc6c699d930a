package io.vgi.pushdown;

/**
 * {@code ORDER BY column LIMIT n}, handed down as a hint: the engine still sorts and cuts.
 *
 * @param column the name of the column that rows are ordered by
 * @param ascending whether the smallest come first
 * @param nullsFirst whether NULLs come first
 * @param limit how many rows are needed, the skipped ones included
 */
public record TopN(String column, boolean ascending, boolean nullsFirst, long limit) {}
