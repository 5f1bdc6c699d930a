package io.vgi.s3;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Credentials of {@code lender}, who outlives the client: the SDK would close what it is given. */
record Borrowed(AwsCredentialsProvider lender) implements AwsCredentialsProvider {
  @Override
  public AwsCredentials resolveCredentials() {
    return lender.resolveCredentials();
  }
}
