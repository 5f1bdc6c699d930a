/** State shared by the processes of a worker. */
@NullMarked
package io.vgi.internal.state;

import org.jspecify.annotations.NullMarked;
