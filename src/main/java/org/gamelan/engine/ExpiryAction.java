package org.gamelan.engine;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happens when nobody has decided in time. */
public enum ExpiryAction {
  APPROVE,
  REJECT,
  /** Others are asked, for as long again. */
  ESCALATE,
  FAIL;

  /** The name used in manifests, in the API and in the database. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ExpiryAction of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
