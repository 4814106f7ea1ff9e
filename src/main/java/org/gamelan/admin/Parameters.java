package org.gamelan.admin;

import jakarta.faces.context.FacesContext;

/** What an address or a form of a page names. */
final class Parameters {
  private Parameters() {}

  /** A parameter as it came; empty when it is not there. */
  static String given(FacesContext faces, String name) {
    String value = faces.getExternalContext().getRequestParameterMap().get(name);
    return value == null ? "" : value;
  }

  /**
   * A parameter somebody searches with: without blanks around it, and without the character that
   * the database takes for none.
   *
   * @param most characters, the rest is cut off
   */
  static String words(FacesContext faces, String name, int most) {
    String words = given(faces, name).replace("\0", "").strip();
    return words.substring(0, Math.min(words.length(), most));
  }
}
