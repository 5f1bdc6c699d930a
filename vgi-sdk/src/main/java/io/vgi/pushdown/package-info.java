/** What the engine hands down to a scan: conditions, order, samples, versions. */
@NullMarked
package io.vgi.pushdown;

import org.jspecify.annotations.NullMarked;
