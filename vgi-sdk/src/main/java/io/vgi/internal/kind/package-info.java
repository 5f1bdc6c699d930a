/** The kinds of functions: how each is checked, bound, listed and run. */
@NullMarked
package io.vgi.internal.kind;

import org.jspecify.annotations.NullMarked;
