/**
 * Word between nodes by JMS that there are new events. What travels is a hint; every node reads the
 * log itself and looks once a second anyway.
 */
package org.gamelan.event.topic;
