package org.gamelan.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentFileCache;
import org.gamelan.manifest.AgentFile;
import org.gamelan.manifest.ManifestReader.Reading;

/**
 * Where agents come from besides manifests.
 *
 * @param annotated sound agents of beans
 * @param files files that hold agents by convention, not read yet
 * @param unread folders and files that are there and could not be looked at
 * @param configured agents of settings, each as a folder of its own
 * @param ofAdmins agents that administrators made, by name
 * @param cache what files said before
 */
record AgentSources(
    List<AgentDefinition> annotated,
    List<AgentFile> files,
    List<Path> unread,
    List<Reading> configured,
    Map<String, AgentDefinition> ofAdmins,
    AgentFileCache cache) {}
