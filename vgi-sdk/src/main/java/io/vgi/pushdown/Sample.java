package io.vgi.pushdown;

import java.util.OptionalLong;

/**
 * {@code TABLESAMPLE}: the part of the rows that the function gives.
 *
 * @param percentage how much of the rows, from 0 to 100
 * @param seed makes the sample repeatable, if given
 */
public record Sample(double percentage, OptionalLong seed) {}
