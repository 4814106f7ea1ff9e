/**
 * Typed settings, read once from MicroProfile Config, one record for each part of Gamelan. Knows
 * names, units, defaults and limits of the settings, and nothing of those who use them.
 */
package org.gamelan.config;
