/** Real servers, brokers and clients for tests from outside. */
package org.gamelan.testing;
