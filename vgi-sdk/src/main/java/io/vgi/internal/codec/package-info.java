/** Records as bytes, by codecs that are derived from their components. */
@NullMarked
package io.vgi.internal.codec;

import org.jspecify.annotations.NullMarked;
