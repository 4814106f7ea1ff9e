/**
 * How credentials travel in HTTP requests: API keys and Basic for programs, a session for pages,
 * and the headers that keep other sites out. Knows nothing of what the requests are about.
 */
package org.gamelan.security.http;
