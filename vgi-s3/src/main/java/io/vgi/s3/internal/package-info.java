/** Storage in S3 as the command line and the environment ask for it. */
@NullMarked
package io.vgi.s3.internal;

import org.jspecify.annotations.NullMarked;
