/**
 * The WebSocket door, {@code /ws/events}: events as they are stored, with resume. Decides nothing
 * of the domain and knows no other door.
 */
package org.gamelan.api.socket;
