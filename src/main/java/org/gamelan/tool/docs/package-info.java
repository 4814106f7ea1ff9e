/**
 * The tool that looks things up in Gamelan's own documentation, which comes with it. Knows the
 * pages and nothing of who asks.
 */
package org.gamelan.tool.docs;
