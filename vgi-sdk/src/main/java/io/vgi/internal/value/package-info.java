/** Java values in vectors and out of them, and which of them a type can hold. */
@NullMarked
package io.vgi.internal.value;

import org.jspecify.annotations.NullMarked;
