package org.indexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.indexport.DumpException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of our own; the key was made for this test. */
class TlsTest {
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBiTCCAS+gAwIBAgIUALYJV4nEY/JYvuhwpcGONYMp6NcwCgYIKoZIzj0EAwIw
      GTEXMBUGA1UEAwwOaW5kZXhwb3J0LXRlc3QwIBcNMjYxMTIyMDMzOTM3WhgPMjEy
      NjEwMjkwMzM5MzdaMBkxFzAVBgNVBAMMDmluZGV4cG9ydC10ZXN0MFkwEwYHKoZI
      zj0CAQYIKoZIzj0DAQcDQgAESu1k9geTLTPKaCJcQgw2Hwg16HBqV93NRQ+8U/pF
      kJQBK9FBC+7KWCPpE9VZecItgdNXB3cqkeur4O2H6aPIBqNTMFEwHQYDVR0OBBYE
      FEP/DFz5QP4bm0ZiwjOwfxdG5IlhMB8GA1UdIwQYMBaAFEP/DFz5QP4bm0ZiwjOw
      fxdG5IlhMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAI9S0eww
      dQaR7B6Wt8gFZ3JU0p2GOyU2GIWilWxBufFpAiBfZJQXhcjBXGtjZfKf2unKChvu
      AdKqBmerbk36goG0/Q==
      -----END CERTIFICATE-----
      """;

  private static final String PLAIN =
      """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgwpHk+pDG21WBpS1S
      1JrI9+Y0CxH6YkZJvUzk7F8iSt6hRANCAARK7WT2B5MtM8poIlxCDDYfCDXocGpX
      3c1FD7xT+kWQlAEr0UEL7spYI+kT1Vl5wi2B01cHdyqR66vg7Yfpo8gG
      -----END PRIVATE KEY-----
      """;

  /** As openssl pkcs8 -topk8 makes it: PBES2 with AES. */
  private static final String ENCRYPTED =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjIyC4rUg3fyQICCAAw
      DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEFwOMmGUyxyOvE/Rh3BEtS8EgZCz
      oOJ87XH+j/QsGDhkL/QcWa9FubzeQynVoxnUYHgg408cSxhgGo9N/hjXsfd/ZGyt
      s7dmozuEFVNaZke25EFZWboT4866wC8R30p9RXLxyHUrbBYXEF+XuUNuAyFlesHB
      lbkofdcB+0sAce57ziQ71D0bN2tumEWJBnj0U818IP133ZDcUV4IMI0kF4UHCdU=
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  /** As older programs do it: PBE with SHA-1 and triple DES. */
  private static final String OLD =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIGxMBwGCiqGSIb3DQEMAQMwDgQInk8w6SxJI8ACAggABIGQpJrgPGQz0mOZfSBf
      6YyaMJB6uP94X9SrKh+MrjJeZXvBi2Ek28Br6E8KUSR3yMoXLBUvlRbjQMnUSiaB
      MAQFEUu4L0PUJyAItKjzPEtLDTE1/I/TKgnSB3E6V+HMsdJ+hgNndxqLB73IFCaC
      dphfX0dR689e+eq1Bxhq7MpyvMnb4qTjGUjniBukVF4sd9FV
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  private final Map<String, String> options = new HashMap<>();
  @TempDir Path folder;

  @BeforeEach
  void writeCertificate() throws IOException {
    options.put(
        "client-certificate",
        Files.writeString(folder.resolve("cert.pem"), CERTIFICATE).toString());
  }

  private void key(String pem) throws IOException {
    options.put("client-key", Files.writeString(folder.resolve("key.pem"), pem).toString());
  }

  private Object context() throws IOException {
    return String.valueOf(Tls.context(ConnectorOptions.of("a server", options, Tls.OPTIONS)));
  }

  @Test
  void aPlainKeyNeedsNoPassPhrase() throws IOException {
    key(PLAIN);
    assertThat(context()).isNotEqualTo("null");
  }

  @Test
  void oneKeyIsEnough() throws IOException {
    key(PLAIN);
    options.put("client-keystore", folder.resolve("store.p12").toString());
    assertThatThrownBy(this::context)
        .isInstanceOf(DumpException.class)
        .hasMessageContainingAll("client-keystore", "client-certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {ENCRYPTED, OLD})
  void anEncryptedKeyIsDecrypted(String pem) throws IOException {
    key("some text before\n" + pem);
    assertThatThrownBy(this::context)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("client-key-password");
    options.put("client-key-password", "wrong-one");
    assertThatThrownBy(this::context)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("key.pem")
        .hasMessageNotContaining("wrong-one");
    options.put("client-key-password", "geheim");
    assertThat(context()).isNotEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nMAA=\n",
        "-----BEGIN PRIVATE KEY-----\nMAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n"
      })
  void whatIsNoKeyIsRefused(String pem) throws IOException {
    key(pem);
    options.put("client-key-password", "geheim");
    assertThatThrownBy(this::context)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("key.pem");
  }
}
