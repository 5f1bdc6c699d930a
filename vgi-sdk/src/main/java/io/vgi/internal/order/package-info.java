/** DuckDB's order of Java values. */
@NullMarked
package io.vgi.internal.order;

import org.jspecify.annotations.NullMarked;
