/**
 * Manifests: the YAML and JSON files in which users write agents, tools, stages, workflows,
 * pipelines, memory and security. Reads them with positions, checks their shape and tells every
 * problem with line, column, rule and suggestion; what a graph means is up to the workflow package,
 * and who runs an agent is not known here.
 */
package org.gamelan.manifest;
