/** Pushed filters: what the engine sends, and what becomes of the rows. */
@NullMarked
package io.vgi.internal.filter;

import org.jspecify.annotations.NullMarked;
