/** Example scalars. */
@NullMarked
package io.vgi.example.scalar;

import org.jspecify.annotations.NullMarked;
