package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

class ClientSharesTest {
  private final OkHttpClient client = new OkHttpClient();
  private final ClientShares shares = new ClientShares(client, client);

  @Test
  void fewCallsShareOnePoolAgainAndAgain() {
    Set<ConnectionPool> pools = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      try (ClientShares.Share one = shares.enter();
          ClientShares.Share two = shares.enter()) {
        pools.add(one.client(false).connectionPool());
        pools.add(two.client(true).connectionPool());
      }
    }
    assertThat(pools).hasSize(1);
  }

  @Test
  void manyCallsAtOnceAreSpreadAndTheirPoolsUsedAgain() {
    for (int round = 0; round < 3; round++) {
      List<ClientShares.Share> calls = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        calls.add(shares.enter());
      }
      assertThat(shares.size()).isEqualTo(16);
      calls.forEach(ClientShares.Share::close);
    }
  }

  @Test
  void moreThanAllPoolsHoldAreNotRefused() {
    List<ClientShares.Share> calls = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      calls.add(shares.enter());
    }
    assertThat(shares.size()).isEqualTo(64);
    calls.forEach(ClientShares.Share::close);
    try (ClientShares.Share one = shares.enter();
        ClientShares.Share two = shares.enter()) {
      assertThat(one).isSameAs(two);
    }
  }
}
