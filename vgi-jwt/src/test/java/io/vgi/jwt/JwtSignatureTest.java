package io.vgi.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vgi.http.auth.AuthException;
import io.vgi.http.auth.AuthException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which signatures are accepted, and of which keys. */
@Timeout(60)
class JwtSignatureTest {
  @AutoClose private final Issuer issuer = new Issuer();
  private final JwtAuthenticator authenticator = issuer.accepting().build();

  private void invalid(String token, String detail) {
    Issuer.refused(authenticator, token, Reason.INVALID_CREDENTIAL, detail);
  }

  @Test
  void allAlgorithmsWork() throws Exception {
    JWTClaimsSet claims = issuer.claims().build();
    for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256)) {
      Issuer.ask(authenticator, Issuer.sign(claims, Issuer.RSA, algorithm));
    }
    Issuer.ask(authenticator, Issuer.sign(claims, Issuer.EC, JWSAlgorithm.ES256));
    String rs512 = Issuer.sign(claims, Issuer.RSA, JWSAlgorithm.RS512);
    invalid(rs512, "The token is signed with an algorithm that is not accepted");
    JwtAuthenticator more = issuer.accepting().algorithms("RS512").build();
    assertThat(Issuer.ask(more, rs512).name()).isEqualTo("alice");
    Issuer.refused(
        more,
        issuer.token(),
        Reason.INVALID_CREDENTIAL,
        "The token is signed with an algorithm that is not accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EdDSA", "Ed25519"})
  void edwardsCurvesWork(String algorithm) throws Exception {
    JwtAuthenticator edwards = issuer.accepting().algorithms("EdDSA", "Ed25519").build();
    // keys with both signs of x come up; between them the changes reach every bit
    for (int i = 0; i < 8; i++) {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      issuer.publish(published(pair, "ed-" + i));
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID("ed-" + i).build();
      String signed =
          header.toBase64URL() + "." + issuer.claims().build().toPayload().toBase64URL();
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(pair.getPrivate());
      signer.update(signed.getBytes(StandardCharsets.US_ASCII));
      byte[] signature = signer.sign();
      assertThat(Issuer.ask(edwards, signed + "." + Base64URL.encode(signature)).name())
          .isEqualTo("alice");
      for (int bit = i; bit < signature.length * 8; bit += 8) {
        byte[] changed = signature.clone();
        changed[bit >> 3] ^= (byte) (1 << (bit & 7));
        Issuer.refused(
            edwards,
            signed + "." + Base64URL.encode(changed),
            Reason.INVALID_CREDENTIAL,
            "The signature of the token is wrong");
      }
      Issuer.refused(
          edwards,
          signed + "." + Base64URL.encode(Arrays.copyOf(signature, 63)),
          Reason.INVALID_CREDENTIAL,
          "The signature of the token is wrong");
      issuer.pass(11_000);
    }
  }

  @Test
  void unsignedTokensAreRefused() {
    String plain = new PlainJWT(issuer.claims().build()).serialize();
    invalid(plain, "The bearer token is no signed JSON web token");
    String signed = issuer.token();
    String payload = signed.substring(signed.indexOf('.'), signed.lastIndexOf('.') + 1);
    for (String name : List.of("none", "None", "NONE", "nOnE")) {
      String header = Base64URL.encode("{\"alg\":\"" + name + "\"}").toString();
      for (String signature : List.of("", signed.substring(signed.lastIndexOf('.') + 1))) {
        assertThatThrownBy(() -> Issuer.ask(authenticator, header + payload + signature))
            .isInstanceOf(AuthException.class);
      }
    }
    assertThat(issuer.asked("/keys")).isZero();
  }

  @Test
  void thePublicKeyIsNoSharedSecret() throws Exception {
    RSAKey key = Issuer.RSA.toPublicJWK();
    for (byte[] secret :
        List.of(
            key.toRSAPublicKey().getEncoded(),
            key.toJSONString().getBytes(StandardCharsets.UTF_8),
            key.getModulus().decode())) {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(),
              issuer.claims().build());
      jwt.sign(new MACSigner(secret));
      invalid(jwt.serialize(), "The token is signed with an algorithm that is not accepted");
    }
    assertThatThrownBy(() -> issuer.accepting().algorithms("RS256", "HS256").build())
        .hasMessageStartingWith(
            "The JWT settings are wrong: the algorithm 'HS256' is not one of ES256, ");
  }

  @Test
  void secretKeysOfASetAreNotUsed() {
    String secret =
        new JWKSet(new OctetSequenceKey.Builder(new byte[32]).keyID("s").build()).toString(false);
    assertThatThrownBy(() -> issuer.discovering().jwks(secret).build())
        .hasMessage(
            "The JWT settings are wrong: the JWK set is not usable: none of its 1 keys is a public"
                + " RSA key of 2048 bits or more, EC or Ed25519 key for signatures");
  }

  @Test
  void weakKeysAreNotUsed() {
    RSAKey weak = Issuer.rsa("weak", 1024);
    issuer.publish(weak, Issuer.RSA);
    String token = new Signed(weak).token();
    invalid(token, "The token is signed with a key that its issuer does not publish");
  }

  /** Signs with a key that the JOSE library itself finds too weak. */
  private final class Signed {
    private final RSAKey key;

    Signed(RSAKey key) {
      this.key = key;
    }

    String token() {
      try {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        String signed =
            header.toBase64URL() + "." + issuer.claims().build().toPayload().toBase64URL();
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(key.toRSAPrivateKey());
        signer.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64URL.encode(signer.sign());
      } catch (Exception broken) {
        throw new IllegalStateException(broken);
      }
    }
  }

  @Test
  void aKeyOfAnotherKindIsNotTried() {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("ec-1").build();
    invalid(
        Issuer.sign(issuer.claims().build(), Issuer.RSA, header),
        "The token is signed with a key that its issuer does not publish");
  }

  private static OctetKeyPair published(KeyPair pair, String id) {
    EdECPublicKey key = (EdECPublicKey) pair.getPublic();
    byte[] big = key.getPoint().getY().toByteArray();
    byte[] little = new byte[32];
    for (int i = 0; i < Math.min(32, big.length); i++) {
      little[i] = big[big.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      little[31] |= (byte) 0x80;
    }
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(little)).keyID(id).build();
  }
}
