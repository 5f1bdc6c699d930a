/** DuckDB types over Arrow fields, and the columns that have them. */
@NullMarked
package io.vgi.type;

import org.jspecify.annotations.NullMarked;
