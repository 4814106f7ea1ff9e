/**
 * Tools: what agents and tool stages may do besides talking. Each has a schema for its arguments
 * and declares its effect; every call goes through {@link org.gamelan.tool.Tools}, which checks
 * both. Knows nothing of stages or agents beyond the context a call carries.
 */
package org.gamelan.tool;
