/** Tests of functions and catalogs without an engine: what DuckDB would send, and its answers. */
@NullMarked
package io.vgi.testing;

import org.jspecify.annotations.NullMarked;
