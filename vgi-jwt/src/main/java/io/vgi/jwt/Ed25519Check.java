package io.vgi.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/** Checks Ed25519 signatures with the JDK: the JOSE library wants another library for them. */
final class Ed25519Check implements JWSVerifier {
  private static final int BYTES = 32;
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

  private final PublicKey key;
  private final JCAContext context = new JCAContext();

  Ed25519Check(OctetKeyPair jwk) throws JOSEException {
    byte[] x = jwk.getDecodedX();
    if (x.length != BYTES) {
      throw new JOSEException("An Ed25519 key has 32 bytes");
    }
    // RFC 8032: little-endian y, with the sign of x in the highest bit
    byte[] y = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      y[i] = x[BYTES - 1 - i];
    }
    boolean xOdd = (y[0] & 0x80) != 0;
    y[0] &= 0x7f;
    EdECPoint point = new EdECPoint(xOdd, new BigInteger(1, y));
    try {
      key =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    } catch (GeneralSecurityException unusable) {
      throw new JOSEException("The Ed25519 key cannot be used", unusable);
    }
  }

  @Override
  public boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException {
    if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
      return false;
    }
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(signed);
      return check.verify(signature.decode());
    } catch (SignatureException malformed) {
      // wrong length, or a point that is none: a signature that is not right
      return false;
    } catch (GeneralSecurityException unusable) {
      throw new JOSEException("This JVM cannot check Ed25519 signatures", unusable);
    }
  }

  @Override
  public Set<JWSAlgorithm> supportedJWSAlgorithms() {
    return ALGORITHMS;
  }

  @Override
  public JCAContext getJCAContext() {
    return context;
  }
}
