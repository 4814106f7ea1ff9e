/**
 * Tests that run inside the server, injected like any bean. All classes share one server with the
 * real application and these tests in it: {@code @Deployment} is {@link
 * org.gamelan.incontainer.TestableGamelan#archive()} everywhere.
 */
package org.gamelan.incontainer;
