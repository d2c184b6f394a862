package org.indexport.format.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.indexport.spi.DumpFormat;
import org.junit.jupiter.api.Test;

class ServicesTest {
  @Test
  void bothListsOfServicesNameTheFormat() throws IOException {
    String service = DumpFormat.class.getName();
    ModuleDescriptor module = FormatJsonl.class.getModule().getDescriptor();
    assertThat(module.provides())
        .anySatisfy(
            provides -> {
              assertThat(provides.service()).isEqualTo(service);
              assertThat(provides.providers()).containsExactly(FormatJsonl.class.getName());
            });
    try (InputStream listed =
        Objects.requireNonNull(
            FormatJsonl.class.getResourceAsStream("/META-INF/services/" + service))) {
      assertThat(new String(listed.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualToNormalizingNewlines(FormatJsonl.class.getName() + "\n");
    }
  }
}
