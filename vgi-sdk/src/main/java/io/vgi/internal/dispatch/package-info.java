/** One handler class for each family of calls. */
@NullMarked
package io.vgi.internal.dispatch;

import org.jspecify.annotations.NullMarked;
