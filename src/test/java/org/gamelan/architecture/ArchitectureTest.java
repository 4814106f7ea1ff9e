package org.gamelan.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the code to the laws of {@code docs/architecture.md}. */
class ArchitectureTest {

  private static final String ROOT = "org.gamelan";
  private static final List<String> PURE = List.of("failure", "json", "manifest", "workflow");

  private static JavaClasses classes;
  private static ImportTable table;

  @BeforeAll
  static void readCodeAndTable() throws IOException {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    table = ImportTable.read(Path.of("docs", "architecture.md"));
  }

  @Test
  void everyFeatureHasItsRowInTheTable() {
    assertThat(classes.stream().map(ArchitectureTest::feature).distinct())
        .allSatisfy(feature -> assertThat(table.knows(feature)).as(feature).isTrue());
  }

  @Test
  void featuresImportOnlyWhatTheTableAllows() {
    var wrong = new TreeSet<String>();
    dependencies()
        .forEach(
            dependency ->
                table
                    .objection(
                        feature(dependency.getOriginClass()), feature(dependency.getTargetClass()))
                    .ifPresent(reason -> wrong.add(reason + ": " + dependency.getDescription())));
    assertThat(wrong).isEmpty();
  }

  @Test
  void parentsDoNotImportTheirChildren() {
    var wrong = new TreeSet<String>();
    dependencies()
        .filter(
            dependency ->
                dependency
                    .getTargetClass()
                    .getPackageName()
                    .startsWith(dependency.getOriginClass().getPackageName() + "."))
        .forEach(dependency -> wrong.add(dependency.getDescription()));
    assertThat(wrong).isEmpty();
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
  }

  /** Expressions count as a library: the pure packages evaluate them outside any container. */
  @Test
  void pureFeaturesKnowNoContainer() {
    var wrong = new TreeSet<String>();
    classes.stream()
        .filter(type -> PURE.contains(feature(type)))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> isContainerApi(dependency.getTargetClass().getPackageName()))
        .forEach(dependency -> wrong.add(dependency.getDescription()));
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItOwns() {
    assertThat(classes.stream().map(JavaClass::getPackage).map(JavaPackage::getName).distinct())
        .allSatisfy(
            name -> assertThat(packageInfo(name)).as("package-info.java of " + name).isPresent());
  }

  private static Stream<Dependency> dependencies() {
    return classes.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> dependency.getTargetClass().getPackageName().startsWith(ROOT + "."));
  }

  private static boolean isContainerApi(String packageName) {
    return (packageName.startsWith("jakarta.") && !packageName.startsWith("jakarta.el"))
        || packageName.startsWith("org.eclipse.microprofile");
  }

  private static String feature(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length() + 1);
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static Optional<Path> packageInfo(String packageName) {
    return Stream.of("main", "launcher", "bench")
        .map(root -> Path.of("src", root, "java", packageName.replace('.', '/')))
        .map(folder -> folder.resolve("package-info.java"))
        .filter(Files::exists)
        .findFirst();
  }
}
