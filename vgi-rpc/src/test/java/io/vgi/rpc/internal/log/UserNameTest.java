package io.vgi.rpc.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserNameTest {
  @Test
  void aUserWithoutANameIsItsNumber() {
    assertThat(UserName.of("alice", "1000")).isEqualTo("alice");
    assertThat(UserName.of("?", "12345")).isEqualTo("12345");
    assertThat(UserName.of("", "12345")).isEqualTo("12345");
    assertThat(UserName.of(null, "12345")).isEqualTo("12345");
    assertThat(UserName.of("a/b", "12345")).isEqualTo("12345");
    assertThat(UserName.of("?", null)).isEqualTo("unknown");
  }
}
