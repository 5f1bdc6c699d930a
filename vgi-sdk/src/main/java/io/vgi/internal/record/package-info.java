/** Records by their components. */
@NullMarked
package io.vgi.internal.record;

import org.jspecify.annotations.NullMarked;
