package org.gamelan.provider.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ProviderKind;

/** Acme's chat completions (source: https://acme.example/docs). */
@ApplicationScoped
public class AcmeClient extends ChatCompletions {
  protected AcmeClient() {
    this(null, null);
  }

  @Inject
  public AcmeClient(HttpTransport transport, HostRule hosts) {
    super(transport, hosts);
  }

  @Override
  public List<ProviderKind> kinds() {
    return List.of(new ProviderKind("acme", "https://api.acme.example/v1", true));
  }
}
