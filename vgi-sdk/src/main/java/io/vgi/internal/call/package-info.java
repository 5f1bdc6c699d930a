/** Calls as the callbacks of functions see them. */
@NullMarked
package io.vgi.internal.call;

import org.jspecify.annotations.NullMarked;
