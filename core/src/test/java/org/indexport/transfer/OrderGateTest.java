package org.indexport.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OrderGateTest {
  private static LongSet set(long... values) {
    LongSet set = new LongSet();
    for (long value : values) {
      set.add(value);
    }
    return set;
  }

  private static CompletableFuture<Void> waiting(OrderGate gate, OrderGate.Pass pass, LongSet ids) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            gate.await(pass, ids);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void waitsForEarlierPartsOfTheSameIdsOnly() throws Exception {
    OrderGate gate = new OrderGate();
    OrderGate.Pass first = gate.enter();
    OrderGate.Pass second = gate.enter();
    OrderGate.Pass third = gate.enter();
    CompletableFuture<Void> thirdGoes = waiting(gate, third, set(3));
    CompletableFuture<Void> secondGoes = waiting(gate, second, set(1, 2));
    Thread.sleep(50);
    assertThat(thirdGoes).as("ids before it are not known yet").isNotDone();
    gate.await(first, set(0, 1));
    thirdGoes.get(5, TimeUnit.SECONDS);
    Thread.sleep(50);
    assertThat(secondGoes).isNotDone();
    gate.leave(first);
    secondGoes.get(5, TimeUnit.SECONDS);
    gate.leave(second);
    gate.leave(third);
  }

  @Property(tries = 200)
  void setsIntersectWhereTheyShould(@ForAll Set<Long> left, @ForAll Set<Long> right) {
    LongSet a = new LongSet();
    left.forEach(a::add);
    LongSet b = new LongSet();
    right.forEach(b::add);
    Set<Long> common = new HashSet<>(left);
    common.retainAll(right);
    assertThat(a.intersects(b)).isEqualTo(!common.isEmpty());
    assertThat(b.intersects(a)).isEqualTo(!common.isEmpty());
  }

  @Test
  void nothingOvertakesAPartThatFailed() throws Exception {
    OrderGate gate = new OrderGate();
    OrderGate.Pass first = gate.enter();
    OrderGate.Pass second = gate.enter();
    OrderGate.Pass third = gate.enter();
    gate.await(first, set(0, 1));
    CompletableFuture<Void> waiting = waiting(gate, second, set(1, 2));
    gate.fail(first);
    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class);
    gate.fail(second);
    gate.await(third, set(5, 6));
    gate.leave(third);
  }
}
