package org.gamelan.manifest;

import io.pebbletemplates.pebble.extension.AbstractNodeVisitor;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.IfNode;
import io.pebbletemplates.pebble.node.NamedArgumentNode;
import io.pebbletemplates.pebble.node.PositionalArgumentNode;
import io.pebbletemplates.pebble.node.PrintNode;
import io.pebbletemplates.pebble.node.SetNode;
import io.pebbletemplates.pebble.node.TestInvocationExpression;
import io.pebbletemplates.pebble.node.expression.ArrayExpression;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.node.expression.ContextVariableExpression;
import io.pebbletemplates.pebble.node.expression.Expression;
import io.pebbletemplates.pebble.node.expression.FilterInvocationExpression;
import io.pebbletemplates.pebble.node.expression.FunctionOrMacroInvocationExpression;
import io.pebbletemplates.pebble.node.expression.GetAttributeExpression;
import io.pebbletemplates.pebble.node.expression.LiteralStringExpression;
import io.pebbletemplates.pebble.node.expression.MapExpression;
import io.pebbletemplates.pebble.node.expression.RenderableNodeExpression;
import io.pebbletemplates.pebble.node.expression.TernaryExpression;
import io.pebbletemplates.pebble.node.expression.UnaryExpression;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that a template uses, also in branches and loops that some data never reach. What a
 * loop or a {@code set} names counts as known everywhere, and so does what is only asked for with
 * {@code default} or {@code is defined}.
 */
final class TemplateNames extends AbstractNodeVisitor {
  private static final Set<String> ALLOWANCES = Set.of("default", "defined");

  private final List<Use> uses = new ArrayList<>();
  private final Set<String> own = new HashSet<>(Set.of("loop"));

  private TemplateNames(PebbleTemplateImpl template) {
    super(template);
  }

  /**
   * A name that a template uses.
   *
   * @param line from 1
   * @param of the variable it is asked of, or null when it is a variable itself
   */
  record Use(int line, String of, String name) {}

  /** What the template uses of what it is given, in the order it stands there. */
  static List<Use> of(PebbleTemplateImpl template) {
    TemplateNames names = new TemplateNames(template);
    template.getRootNode().accept(names);
    return names.uses.stream()
        .filter(use -> !names.own.contains(use.of() == null ? use.name() : use.of()))
        .toList();
  }

  @Override
  public void visit(PrintNode node) {
    walk(node.getExpression());
  }

  @Override
  public void visit(IfNode node) {
    node.getConditionsWithBodies().forEach(condition -> walk(condition.getLeft()));
    super.visit(node);
  }

  @Override
  public void visit(ForNode node) {
    own.add(node.getIterationVariable());
    walk(node.getIterable());
    super.visit(node);
  }

  @Override
  public void visit(SetNode node) {
    own.add(node.getName());
    walk(node.getValue());
  }

  @Override
  public void visit(NamedArgumentNode node) {
    walk(node.getValueExpression());
  }

  @Override
  public void visit(PositionalArgumentNode node) {
    walk(node.getValueExpression());
  }

  private void walk(Expression<?> expression) {
    if (expression instanceof ContextVariableExpression variable) {
      uses.add(new Use(variable.getLineNumber(), null, variable.getName()));
    } else if (expression instanceof GetAttributeExpression attribute) {
      walkAttribute(attribute);
    } else if (expression instanceof BinaryExpression<?> binary) {
      if (!allows(binary.getRightExpression())) {
        walk(binary.getLeftExpression());
      }
      walk(binary.getRightExpression());
    } else if (expression instanceof RenderableNodeExpression rendered) {
      rendered.getNode().accept(this);
    } else if (expression instanceof UnaryExpression unary) {
      walk(unary.getChildExpression());
    } else if (expression instanceof TernaryExpression choice) {
      walk(choice.getExpression1());
      walk(choice.getExpression2());
      walk(choice.getExpression3());
    } else if (expression instanceof ArrayExpression array) {
      array.getValues().forEach(this::walk);
    } else if (expression instanceof MapExpression map) {
      map.getEntries().values().forEach(this::walk);
    } else if (expression instanceof FilterInvocationExpression filter) {
      walkArguments(filter.getArgs());
    } else if (expression instanceof TestInvocationExpression test) {
      walkArguments(test.getArgs());
    } else if (expression instanceof FunctionOrMacroInvocationExpression call) {
      walkArguments(call.getArguments());
    }
  }

  private void walkAttribute(GetAttributeExpression attribute) {
    walk(attribute.getNode());
    walk(attribute.getAttributeNameExpression());
    if (attribute.getNode() instanceof ContextVariableExpression variable
        && attribute.getAttributeNameExpression() instanceof LiteralStringExpression name) {
      uses.add(new Use(attribute.getLineNumber(), variable.getName(), name.getValue()));
    }
  }

  private void walkArguments(ArgumentsNode arguments) {
    if (arguments != null) {
      arguments.accept(this);
    }
  }

  private static boolean allows(Expression<?> right) {
    return (right instanceof FilterInvocationExpression filter
            && ALLOWANCES.contains(filter.getFilterName()))
        || (right instanceof TestInvocationExpression test
            && ALLOWANCES.contains(test.getTestName()));
  }
}
