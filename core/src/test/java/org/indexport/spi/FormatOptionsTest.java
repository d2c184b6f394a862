package org.indexport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class FormatOptionsTest {
  private enum Size {
    SMALL,
    VERY_LARGE
  }

  @Test
  void aWordNamesAConstant() {
    assertThat(FormatOptions.choice(Size.class, "size", "very-large", Size.SMALL))
        .isEqualTo(Size.VERY_LARGE);
    assertThat(FormatOptions.choice(Size.class, "size", null, Size.SMALL)).isEqualTo(Size.SMALL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FormatOptions.choice(Size.class, "size", "LARGE", Size.SMALL))
        .withMessage("option size: expected one of [small, very-large], found 'LARGE'");
  }

  @Test
  void anOptionThatThereIsNotIsNamedWithThoseThatThereAre() {
    FormatOptions.checkKnown("v9", List.of("a"), List.of("b", "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FormatOptions.checkKnown("v9", List.of("x"), List.of("b", "a")))
        .withMessage("format v9 has no option 'x'; it has a, b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FormatOptions.checkKnown("v9", List.of("x"), List.of()))
        .withMessage("format v9 has no option 'x'; it has none");
  }
}
