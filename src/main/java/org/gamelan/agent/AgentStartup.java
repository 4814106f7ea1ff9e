package org.gamelan.agent;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/** Puts what administrators decided into force at start, and has it follow other nodes. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class AgentStartup {
  @Inject private AdminAgents agents;

  @PostConstruct
  void start() {
    agents.start();
  }
}
