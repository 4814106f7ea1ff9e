/**
 * Reading, repairing, validating and writing JSON, without any container: the one mapper, compiled
 * JSON Schemas 2020-12 and the engine that turns what a model wrote into a document that fits.
 * Knows nothing of agents, tasks or storage.
 */
package org.gamelan.json;
