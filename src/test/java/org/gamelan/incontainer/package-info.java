/**
 * Tests that run inside the server, injected like any bean. All classes share one server with the
 * real application and these tests in it: {@code @Deployment} is {@link
 * org.gamelan.incontainer.TestableGamelan#archive()} everywhere. What is asserted from outside,
 * over HTTP, belongs into {@code org.gamelan.scenario}.
 */
package org.gamelan.incontainer;
