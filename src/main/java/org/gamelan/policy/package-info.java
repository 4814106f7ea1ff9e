/**
 * What tools may be used for what: the rules of server, folder and agent and the decision they come
 * to together. Pure; knows neither who asks people nor who keeps account of decisions.
 */
package org.gamelan.policy;
