package org.gamelan.json;

/** What the tolerant scanner may mend, with the words in which it is told. */
enum Repair {
  ENCODING("undid a wrong decoding or escaping of the whole text"),
  THINKING("left out the model's thinking"),
  FENCE("took the document out of a code fence"),
  PROSE("left out text around the document"),
  OPEN_THOUGHT("took the document with which a thought ends that was never closed"),
  ESCAPED_DOCUMENT("unescaped a document that was written as a text"),
  JOINED_DOCUMENTS("took several documents as one list"),
  OPENING_BRACE("added a missing opening brace"),
  CLOSING_BRACKET("closed brackets that were left open"),
  EXTRA_BRACKET("left out a bracket too many"),
  EXTRA_COMMA("left out a comma too many"),
  MISSING_COMMA("added a missing comma"),
  COLON("mended the colon after a key"),
  STRAY("left out characters that belong to nothing"),
  QUOTES("replaced quotation marks that JSON does not know"),
  INNER_QUOTE("escaped quotation marks inside a text"),
  UNQUOTED_KEY("put a key in quotation marks"),
  UNQUOTED_TEXT("put a text in quotation marks"),
  ESCAPE("mended an escape sequence"),
  CONTROL_CHARACTER("escaped control characters"),
  JOINED_TEXT("joined texts written with '+'"),
  COMMENT("left out comments"),
  LITERAL("wrote True, False or None as JSON does"),
  NOT_A_NUMBER("wrote NaN or infinity as null"),
  NUMBER("wrote a number as JSON does"),
  ELLIPSIS("left out an ellipsis"),
  KEY_WITHOUT_VALUE("left out a key without a value"),
  REPEATED_KEY("kept the last value of a key that is there twice"),
  WHITESPACE("replaced spaces that JSON does not know"),
  CUT_OFF("the text ends before the document does; what was cut off is lost"),
  TEXT_TO_VALUE("took texts as the numbers or booleans the schema asks for"),
  VALUE_TO_TEXT("took numbers or booleans as the texts the schema asks for"),
  TEXT_AS_DOCUMENT("took the whole answer as the text the schema asks for");

  private final String words;

  Repair(String words) {
    this.words = words;
  }

  /** What was done, as part of a sentence. */
  String words() {
    return words;
  }
}
