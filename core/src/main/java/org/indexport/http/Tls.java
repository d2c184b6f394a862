package org.indexport.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/** Makes TLS of options: who the server may be, and who we are. */
final class Tls {
  private static final String CA_FILE = "ca-file";
  private static final String FINGERPRINT = "ca-fingerprint";
  private static final String INSECURE = "insecure";
  private static final String CERTIFICATE = "client-certificate";
  private static final String KEY = "client-key";
  private static final String KEY_PASSWORD = "client-key-password";
  private static final String KEY_STORE = "client-keystore";
  private static final String KEY_STORE_PASSWORD = "client-keystore-password";

  /** The names of the options. */
  static final Set<String> OPTIONS =
      Set.of(
          CA_FILE,
          FINGERPRINT,
          INSECURE,
          CERTIFICATE,
          KEY,
          KEY_PASSWORD,
          KEY_PASSWORD + "-file",
          KEY_STORE,
          KEY_STORE_PASSWORD,
          KEY_STORE_PASSWORD + "-file");

  private Tls() {}

  /**
   * What the options ask for, or null for what the JDK trusts.
   *
   * @throws DumpException if they contradict each other, or a file is not what it should be
   * @throws IOException if a file cannot be read
   */
  static @Nullable SSLContext context(ConnectorOptions options) throws IOException {
    try {
      TrustManager[] trust = trust(options);
      KeyManager[] keys = keys(options);
      if (trust == null && keys == null) {
        return null;
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new DumpException("the options of TLS cannot be used: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] trust(ConnectorOptions options)
      throws IOException, GeneralSecurityException {
    Path file = options.file(CA_FILE);
    String fingerprint = options.text(FINGERPRINT);
    boolean insecure = options.isTrue(INSECURE);
    if ((file != null ? 1 : 0) + (fingerprint != null ? 1 : 0) + (insecure ? 1 : 0) > 1) {
      throw new DumpException(
          "give one of the options %s, %s and %s".formatted(CA_FILE, FINGERPRINT, INSECURE));
    }
    if (insecure) {
      return new TrustManager[] {new Unchecked()};
    }
    if (fingerprint != null) {
      return new TrustManager[] {new Fingerprinted(digest(fingerprint))};
    }
    if (file == null) {
      return null;
    }
    KeyStore store = emptyStore();
    for (Certificate certificate : certificates(file)) {
      store.setCertificateEntry("ca" + store.size(), certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static byte[] digest(String fingerprint) throws DumpException {
    try {
      byte[] digest =
          HexFormat.of().parseHex(fingerprint.replace(":", "").strip().toLowerCase(Locale.ROOT));
      if (digest.length == 32) {
        return digest;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new DumpException(
        "option %s: expected the 64 hexadecimal digits of a SHA-256, found %s"
            .formatted(FINGERPRINT, fingerprint));
  }

  private static KeyManager @Nullable [] keys(ConnectorOptions options)
      throws IOException, GeneralSecurityException {
    Path storeFile = options.file(KEY_STORE);
    Path certificate = options.file(CERTIFICATE);
    Path key = options.file(KEY);
    if (storeFile == null && certificate == null && key == null) {
      return null;
    }
    if (storeFile != null && (certificate != null || key != null)) {
      throw new DumpException(
          "give either option %s, or options %s and %s".formatted(KEY_STORE, CERTIFICATE, KEY));
    }
    String secret = options.secret(KEY_STORE_PASSWORD);
    char[] password = secret == null ? new char[0] : secret.toCharArray();
    KeyStore store;
    if (storeFile != null) {
      store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(storeFile)) {
        store.load(in, password);
      }
    } else if (certificate == null || key == null) {
      throw new DumpException("options %s and %s are given together".formatted(CERTIFICATE, KEY));
    } else {
      store = emptyStore();
      List<Certificate> chain = certificates(certificate);
      store.setKeyEntry(
          "client",
          privateKey(key, options.secret(KEY_PASSWORD)),
          password,
          chain.toArray(new Certificate[chain.size()]));
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      List<Certificate> all =
          new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (all.isEmpty()) {
        throw new DumpException(file + ": expected certificates in PEM or DER form, found none");
      }
      return all;
    }
  }

  private static PrivateKey privateKey(Path file, @Nullable String password)
      throws IOException, GeneralSecurityException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    byte[] encrypted = pem(file, "ENCRYPTED PRIVATE KEY", text);
    byte[] plain = pem(file, "PRIVATE KEY", text);
    PKCS8EncodedKeySpec spec = null;
    if (encrypted != null) {
      spec = decrypted(file, encrypted, password);
    } else if (plain != null) {
      spec = new PKCS8EncodedKeySpec(plain);
    }
    for (String algorithm : spec == null ? List.<String>of() : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // Another kind of key.
      }
    }
    throw new DumpException(
        file
            + ": expected a private key in PEM form (PKCS#8), found something else; openssl pkcs8"
            + " -topk8 makes one");
  }

  private static PKCS8EncodedKeySpec decrypted(
      Path file, byte[] encrypted, @Nullable String password) throws DumpException {
    if (password == null) {
      throw new DumpException(
          "%s: the key is encrypted; give its pass phrase (option %s)"
              .formatted(file, KEY_PASSWORD));
    }
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
      // PBES2 is a family; its parameters say which member of it.
      String algorithm =
          info.getAlgParameters().getAlgorithm().equals("PBES2")
              ? info.getAlgParameters().toString()
              : info.getAlgName();
      SecretKey key =
          SecretKeyFactory.getInstance(algorithm)
              .generateSecret(new PBEKeySpec(password.toCharArray()));
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return info.getKeySpec(cipher);
    } catch (NoSuchAlgorithmException e) {
      throw new DumpException(
          file
              + ": the key is encrypted in a way that is not known here; openssl pkcs8 -topk8"
              + " -v2 aes256 does it in one that is");
    } catch (GeneralSecurityException | IOException e) {
      // What it says of a wrong pass phrase is about padding.
      throw new DumpException(
          "%s: the key cannot be decrypted; see whether the pass phrase (option %s) is right"
              .formatted(file, KEY_PASSWORD));
    }
  }

  /** The bytes of the first object of a kind, or null if there is none. */
  private static byte @Nullable [] pem(Path file, String kind, String text) throws DumpException {
    String begin = "-----BEGIN " + kind + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END " + kind + "-----", Math.max(0, from));
    if (from < 0 || to < 0) {
      return null;
    }
    try {
      return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    } catch (IllegalArgumentException e) {
      throw new DumpException(
          "%s: expected a private key in PEM form, found one that is damaged: %s"
              .formatted(file, e.getMessage()));
    }
  }

  /** Takes whoever answers; asked for by name only. */
  private static final class Unchecked extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Takes who shows a certificate of this digest, or one that it has signed. */
  private static final class Fingerprinted extends X509ExtendedTrustManager {
    private final byte[] expected;

    Fingerprinted(byte[] expected) {
      this.expected = expected;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      try {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < chain.length; i++) {
          chain[i].checkValidity();
          if (MessageDigest.isEqual(expected, sha256.digest(chain[i].getEncoded()))) {
            return;
          }
          if (i + 1 < chain.length) {
            chain[i].verify(chain[i + 1].getPublicKey());
          }
        }
      } catch (CertificateException e) {
        throw e;
      } catch (GeneralSecurityException e) {
        throw new CertificateException("the chain of certificates is broken", e);
      }
      throw new CertificateException("no certificate of the server has the fingerprint given");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
