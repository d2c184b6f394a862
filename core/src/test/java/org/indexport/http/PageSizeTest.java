package org.indexport.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageSizeTest {
  @Test
  void smallDocumentsGrowToTheServersLimit() {
    PageSize size = new PageSize(10_000);
    assertThat(size.next()).isEqualTo(250);
    for (int i = 0; i < 3; i++) {
      size.answered(size.next(), 300L * size.next());
    }
    assertThat(size.next()).isEqualTo(10_000);
  }

  @Test
  void largeDocumentsMakeSmallPages() {
    PageSize size = new PageSize(10_000);
    size.answered(250, 250L << 20);
    assertThat(size.next()).isEqualTo(8);
    size.answered(4, 800L << 20);
    assertThat(size.next()).isEqualTo(1);
  }

  @Test
  void shrinksToOneAndRecovers() {
    PageSize size = new PageSize(10_000);
    int last = size.next();
    while (size.shrink()) {
      assertThat(size.next()).isLessThan(last);
      last = size.next();
    }
    assertThat(size.next()).isEqualTo(1);
    for (int i = 0; i < 12; i++) {
      size.answered(size.next(), 300L * size.next());
    }
    assertThat(size.next()).isGreaterThan(1_000);
  }

  @Test
  void aKnownLengthGivesTheSizeAtOnce() {
    assertThat(PageSize.fitting(1_000, 1_000L << 20)).isEqualTo(8);
    assertThat(PageSize.fitting(1_000_000, 1_000_000)).isEqualTo(5_000);
    assertThat(PageSize.fitting(0, 0)).isEqualTo(1);
    assertThat(new PageSize(100, 5_000).next()).isEqualTo(100);
  }
}
