package org.gamelan.provider;

import java.util.UUID;

/**
 * Whether a validation is to call a model.
 *
 * @param wanted whether it is to
 * @param worked whether only a call could tell that the provider works, and the last one did
 * @param key the API key on whose behalf it is made, or null
 */
record CallWish(boolean wanted, boolean worked, UUID key) {
  static final CallWish NONE = new CallWish(false, false, null);
}
