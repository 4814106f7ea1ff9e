package org.gamelan.manifest;

/**
 * What is wrong with a template, and where.
 *
 * @param line from 1
 * @param column from 1: where the word at fault stands, else where its tag begins
 * @param message a sentence without a subject
 * @param ofData whether it may be the data's fault: with others it could be filled in
 */
public record TemplateFault(int line, int column, String message, boolean ofData) {
  @Override
  public String toString() {
    return "line " + line + ", column " + column + ": " + message;
  }
}
