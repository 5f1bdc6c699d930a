/**
 * The keys of what a user gives: arguments, settings, options of ATTACH, secrets, and options on
 * the command line of a worker.
 */
@NullMarked
package io.vgi.param;

import org.jspecify.annotations.NullMarked;
