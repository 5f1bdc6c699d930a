/** The catalogs of the example worker besides {@code example}, and what that one has in SQL. */
@NullMarked
package io.vgi.example.catalog;

import org.jspecify.annotations.NullMarked;
