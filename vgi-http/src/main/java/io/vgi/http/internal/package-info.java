/** HTTP as one of the transports that a worker has. */
@NullMarked
package io.vgi.http.internal;

import org.jspecify.annotations.NullMarked;
