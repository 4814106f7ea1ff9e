package org.gamelan.engine;

import java.util.List;

/** The standing overrides in force on this node, as of a moment ago. Asking costs nothing. */
public interface StandingOverrides {
  /** The narrowest first, then the newest: the first that matches counts. */
  List<StandingOverride> inForce();
}
