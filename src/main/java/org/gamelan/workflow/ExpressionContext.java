package org.gamelan.workflow;

import jakarta.el.ELContext;
import jakarta.el.ELResolver;
import jakarta.el.FunctionMapper;
import jakarta.el.ImportHandler;
import jakarta.el.PropertyNotFoundException;
import jakarta.el.PropertyNotWritableException;
import jakarta.el.ValueExpression;
import jakarta.el.VariableMapper;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

/** Where expressions are evaluated: maps and lists can be read, and nothing else exists. */
final class ExpressionContext extends ELContext {
  private static final FunctionMapper FUNCTIONS =
      new FunctionMapper() {
        @Override
        public Method resolveFunction(String prefix, String localName) {
          return prefix == null || prefix.isEmpty() ? ExpressionFunctions.method(localName) : null;
        }
      };

  private static final VariableMapper NO_VARIABLES =
      new VariableMapper() {
        @Override
        public ValueExpression resolveVariable(String variable) {
          return null;
        }

        @Override
        public ValueExpression setVariable(String variable, ValueExpression expression) {
          throw new PropertyNotWritableException(variable);
        }
      };

  private static final ImportHandler NO_CLASSES =
      new ImportHandler() {
        @Override
        public Class<?> resolveClass(String name) {
          return null;
        }

        @Override
        public Class<?> resolveStatic(String name) {
          return null;
        }
      };

  private final ELResolver resolver;

  ExpressionContext(Map<String, Object> variables) {
    this.resolver = new ReadOnlyResolver(variables);
  }

  @Override
  public ELResolver getELResolver() {
    return resolver;
  }

  @Override
  public FunctionMapper getFunctionMapper() {
    return FUNCTIONS;
  }

  @Override
  public VariableMapper getVariableMapper() {
    return NO_VARIABLES;
  }

  @Override
  public ImportHandler getImportHandler() {
    return NO_CLASSES;
  }

  private static final class ReadOnlyResolver extends ELResolver {
    private final Map<String, Object> variables;

    ReadOnlyResolver(Map<String, Object> variables) {
      this.variables = variables;
    }

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
      context.setPropertyResolved(base, property);
      if (base == null) {
        return variables.get(String.valueOf(property));
      }
      if (base instanceof Map<?, ?> map) {
        return property == null ? null : map.get(property.toString());
      }
      if (base instanceof List<?> list) {
        return element(list, property);
      }
      throw new PropertyNotFoundException(
          "'" + property + "' was asked of a value that is neither a mapping nor a list");
    }

    private static Object element(List<?> list, Object property) {
      if (!(property instanceof Number index)) {
        throw new PropertyNotFoundException("a list has no '" + property + "', only [0], [1], …");
      }
      long at = index.longValue();
      return at >= 0 && at < list.size() ? list.get((int) at) : null;
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
      return null;
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
      throw new PropertyNotWritableException("nothing can be written");
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
      return true;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
      return Object.class;
    }
  }
}
