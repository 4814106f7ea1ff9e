package org.gamelan.admin;

import java.util.ArrayList;
import java.util.List;
import org.gamelan.provider.ProviderLimits;
import org.gamelan.provider.ProviderView;

/**
 * A provider with what is known of it besides.
 *
 * @param view the provider
 * @param aliases the aliases it serves, by name
 * @param leftAlone whether calls leave it alone for a moment because it failed
 */
public record ProviderRow(ProviderView view, List<String> aliases, boolean leftAlone) {

  /** Such as {@code 60 calls a minute, 4 at once}; empty without limits. */
  public String limits() {
    return limits(view.limits());
  }

  static String limits(ProviderLimits limits) {
    List<String> words = new ArrayList<>();
    if (limits.requestsPerMinute() != null) {
      words.add(Figures.counted(limits.requestsPerMinute(), "call") + " a minute");
    }
    if (limits.tokensPerMinute() != null) {
      words.add(Figures.counted(limits.tokensPerMinute(), "token") + " a minute");
    }
    if (limits.maxConcurrent() != null) {
      words.add(Figures.count(limits.maxConcurrent()) + " at once");
    }
    return String.join(", ", words);
  }

  public boolean isRetired() {
    return view.status().equals("retired");
  }

  public boolean isValidating() {
    return view.status().equals("validating");
  }

  /** What holds it back, or nothing. */
  public String trouble() {
    return view.statusDetail() == null ? "" : view.statusDetail();
  }
}
