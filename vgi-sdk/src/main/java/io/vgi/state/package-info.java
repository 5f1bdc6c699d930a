/** States as data, and the store that shares them between the processes of a worker. */
@NullMarked
package io.vgi.state;

import org.jspecify.annotations.NullMarked;
