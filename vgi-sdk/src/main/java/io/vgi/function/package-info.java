/** Functions: how they are declared, bound and called. */
@NullMarked
package io.vgi.function;

import org.jspecify.annotations.NullMarked;
