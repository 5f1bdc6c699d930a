/** What a query hands down to a scan. */
@NullMarked
package io.vgi.pushdown;

import org.jspecify.annotations.NullMarked;
