/** The pages as somebody sees them in a browser, on a real server. */
package org.gamelan.pages;
