/** Runs the packaged example worker behind a real DuckDB. */
@NullMarked
package io.vgi.it;

import org.jspecify.annotations.NullMarked;
