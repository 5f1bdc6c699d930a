/** Catalogs as values: schemas, functions and tables. */
@NullMarked
package io.vgi.catalog;

import org.jspecify.annotations.NullMarked;
