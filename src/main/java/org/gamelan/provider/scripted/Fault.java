package org.gamelan.provider.scripted;

import java.util.Locale;

/** Ways in which models spoil their answers. */
enum Fault {
  FENCED {
    @Override
    String spoil(String text) {
      return "Here is the result:\n```json\n" + text + "\n```\nLet me know if you need more.";
    }
  },
  PROSE {
    @Override
    String spoil(String text) {
      return "Sure! " + text + " I hope this helps.";
    }
  },
  TRUNCATED {
    @Override
    String spoil(String text) {
      return text.substring(0, text.length() * 2 / 3);
    }
  },
  TRAILING_COMMA {
    @Override
    String spoil(String text) {
      int end = text.lastIndexOf('}');
      return end < 0 ? text + "," : text.substring(0, end) + "," + text.substring(end);
    }
  },
  SINGLE_QUOTES {
    @Override
    String spoil(String text) {
      return text.replace('"', '\'');
    }
  },
  REFUSAL {
    @Override
    String spoil(String text) {
      return "I am sorry, I cannot do that.";
    }
  };

  /** The text as a model with this fault would have written it. */
  abstract String spoil(String text);

  static Fault of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
