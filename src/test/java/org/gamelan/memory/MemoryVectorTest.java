package org.gamelan.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryVectorTest {
  @Test
  void aByteForEachDimensionKeepsTheAngle() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      float[] one = random(random);
      float[] other = random(random);
      for (int i = 0; i < other.length; i++) {
        other[i] += one[i] * round / 10;
      }
      assertThat(MemoryVector.cosine(MemoryVector.of(one), MemoryVector.of(other)))
          .isCloseTo(cosine(one, other), within(0.01));
    }
  }

  private static float[] random(Random random) {
    float[] vector = new float[768];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian() / 1_000;
    }
    return vector;
  }

  private static double cosine(float[] one, float[] other) {
    double product = 0;
    double ofOne = 0;
    double ofOther = 0;
    for (int i = 0; i < one.length; i++) {
      product += one[i] * other[i];
      ofOne += one[i] * one[i];
      ofOther += other[i] * other[i];
    }
    return product / Math.sqrt(ofOne * ofOther);
  }

  @Test
  void vectorsOfDifferentLengthHaveNothingToDoWithEachOther() {
    assertThatThrownBy(() -> MemoryVector.cosine(new byte[2], new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
