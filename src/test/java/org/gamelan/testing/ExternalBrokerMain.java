package org.gamelan.testing;

import java.lang.reflect.Method;

/** The broker's process; its libraries are not on the class path of the tests. */
final class ExternalBrokerMain {

  private ExternalBrokerMain() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    Class<?> type = Class.forName("org.apache.activemq.broker.BrokerService");
    Object broker = type.getConstructor().newInstance();
    type.getMethod("setPersistent", boolean.class).invoke(broker, false);
    type.getMethod("setUseJmx", boolean.class).invoke(broker, false);
    type.getMethod("setAdvisorySupport", boolean.class).invoke(broker, false);
    Object connector =
        type.getMethod("addConnector", String.class).invoke(broker, "tcp://127.0.0.1:" + args[0]);
    type.getMethod("start").invoke(broker);
    Method uri = connector.getClass().getMethod("getPublishableConnectString");
    System.out.println(uri.invoke(connector));
    type.getMethod("waitUntilStopped").invoke(broker);
  }
}
