/** The codings of bodies. */
@NullMarked
package io.vgi.http.internal.coding;

import org.jspecify.annotations.NullMarked;
