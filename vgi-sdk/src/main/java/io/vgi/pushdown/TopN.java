package io.vgi.pushdown;

import java.util.OptionalLong;

/**
 * {@code ORDER BY column LIMIT n}, handed down as a hint: the engine still sorts and cuts.
 *
 * @param column the name of the column that rows are ordered by
 * @param ascending whether the smallest come first
 * @param nullsFirst whether NULLs come first
 * @param limit how many rows are needed, the skipped ones included; empty when a condition that was
 *     not handed down may drop some of them
 */
public record TopN(String column, boolean ascending, boolean nullsFirst, OptionalLong limit) {}
