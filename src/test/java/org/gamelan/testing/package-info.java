/** Real servers, brokers and clients for tests from outside, and a clock for those from inside. */
package org.gamelan.testing;
