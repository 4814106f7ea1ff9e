package org.gamelan.tool.docs;

import java.util.List;

/**
 * One section of a page.
 *
 * @param page the page's name, without its extension
 * @param heading the section's heading
 * @param text what stands below it
 * @param words its words, heading and page included, as they are compared
 */
record Passage(String page, String heading, String text, List<String> words) {}
