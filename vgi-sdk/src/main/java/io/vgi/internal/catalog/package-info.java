/** Catalog objects as the records of the protocol. */
@NullMarked
package io.vgi.internal.catalog;

import org.jspecify.annotations.NullMarked;
