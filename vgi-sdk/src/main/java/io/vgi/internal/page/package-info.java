/** The HTML page that tells people what a worker serves. */
@NullMarked
package io.vgi.internal.page;

import org.jspecify.annotations.NullMarked;
