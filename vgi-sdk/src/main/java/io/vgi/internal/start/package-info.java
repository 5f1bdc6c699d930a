/** What shortens the time until the first answer. */
@NullMarked
package io.vgi.internal.start;

import org.jspecify.annotations.NullMarked;
