/** Running functions as streams of batches. */
@NullMarked
package io.vgi.internal.stream;

import org.jspecify.annotations.NullMarked;
