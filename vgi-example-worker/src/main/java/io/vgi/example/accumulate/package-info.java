/** The catalog {@code accumulate}: rows that outlive the query, until the catalog is detached. */
@NullMarked
package io.vgi.example.accumulate;

import org.jspecify.annotations.NullMarked;
