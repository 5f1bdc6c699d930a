package io.vgi.function;

import org.jspecify.annotations.Nullable;

/**
 * A sample call, as function listings show it.
 *
 * @param sql the statement
 * @param description what it shows
 * @param expectedOutput what it prints, or null
 */
public record Example(String sql, String description, @Nullable String expectedOutput) {}
