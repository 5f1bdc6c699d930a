/**
 * Tests of functions and catalogs without an engine, which send what DuckDB would and read the
 * answers: begin with {@link io.vgi.testing.LocalWorker}.
 */
@NullMarked
package io.vgi.testing;

import org.jspecify.annotations.NullMarked;
