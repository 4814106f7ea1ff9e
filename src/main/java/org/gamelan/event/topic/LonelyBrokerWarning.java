package org.gamelan.event.topic;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;

/** Warns at start when other nodes could use our database, but cannot reach our broker. */
@ApplicationScoped
public class LonelyBrokerWarning {
  private static final Logger LOG = Logger.getLogger(LonelyBrokerWarning.class.getName());

  private final Config config;

  protected LonelyBrokerWarning() {
    this(null);
  }

  @Inject
  LonelyBrokerWarning(Config config) {
    this.config = config;
  }

  void look(@Observes @Initialized(ApplicationScoped.class) Object started) {
    warning(isEmbedded("gamelan.db.embedded", false), isEmbedded("gamelan.broker.embedded", true))
        .ifPresent(LOG::warning);
  }

  private boolean isEmbedded(String name, boolean otherwise) {
    return config.getOptionalValue(name, Boolean.class).orElse(otherwise);
  }

  static Optional<String> warning(boolean databaseEmbedded, boolean brokerEmbedded) {
    return databaseEmbedded || !brokerEmbedded
        ? Optional.empty()
        : Optional.of(
            "The database is an external one, but the broker is inside this server. One node works"
                + " well like this; several would hear of each other's news only once a second:"
                + " give them one broker with GAMELAN_BROKER_URL.");
  }
}
