package org.gamelan.agent;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has an agent found: on a bean that is an {@link AgentFactory}, or on a producer method or field
 * of an {@link AgentBuilder} or {@link AgentDefinition}.
 */
@Qualifier @Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({TYPE, METHOD, FIELD, PARAMETER})
public @interface RegisterAgent {
  /** The annotation as a value, for look-ups. */
  final class Literal extends AnnotationLiteral<RegisterAgent> implements RegisterAgent {
    private static final long serialVersionUID = 1L;

    public static final Literal INSTANCE = new Literal();

    private Literal() {}
  }
}
