package org.gamelan.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gamelan.security.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccessRulesTest {
  static Stream<Method> resourceMethods() {
    return ApiApplication.resources().stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(AccessRulesTest::isResourceMethod);
  }

  @ParameterizedTest
  @MethodSource("resourceMethods")
  void everyResourceMethodHasARule(Method method) {
    assertThat(AccessRules.rolesOf(method, method.getDeclaringClass()))
        .hasValueSatisfying(
            roles ->
                assertThat(roles)
                    .isNotEmpty()
                    .allSatisfy(role -> assertThat(Role.find(role)).isPresent()));
  }

  @Test
  void everyResourceIsServed() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.gamelan.api.rest");
    Set<String> resources =
        classes.stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .map(JavaClass::getName)
            .collect(Collectors.toSet());
    assertThat(ApiApplication.resources())
        .extracting(Class::getName)
        .containsExactlyInAnyOrderElementsOf(resources);
  }

  @Test
  void aMethodWithoutARuleIsClosed() throws NoSuchMethodException {
    assertThat(AccessRules.rolesOf(Object.class.getMethod("toString"), Object.class)).isEmpty();
  }

  private static boolean isResourceMethod(Method method) {
    return Arrays.stream(method.getAnnotations())
        .anyMatch(it -> it.annotationType().isAnnotationPresent(HttpMethod.class));
  }
}
