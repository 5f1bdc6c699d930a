/** From the arguments of a call to typed values and vectors. */
@NullMarked
package io.vgi.internal.bind;

import org.jspecify.annotations.NullMarked;
