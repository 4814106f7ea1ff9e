/**
 * The REST door, {@code /api/v1}: resources, their views, and the one mapping of failures to
 * problem details. Decides nothing of the domain and knows no other door.
 */
package org.gamelan.api.rest;
