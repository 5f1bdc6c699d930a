/** The command line and the first moments of the process. */
@NullMarked
package io.vgi.internal.cli;

import org.jspecify.annotations.NullMarked;
