package org.gamelan.tool.project;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells a file's language by its name, or by its first line where the name says nothing. */
final class Languages {
  private static final Map<String, String> BY_ENDING = new HashMap<>();
  private static final Map<String, String> BY_NAME = new HashMap<>();
  private static final Map<String, String> BY_INTERPRETER =
      Map.ofEntries(
          Map.entry("sh", "Shell"),
          Map.entry("bash", "Shell"),
          Map.entry("dash", "Shell"),
          Map.entry("zsh", "Shell"),
          Map.entry("ksh", "Shell"),
          Map.entry("fish", "Fish"),
          Map.entry("python", "Python"),
          Map.entry("perl", "Perl"),
          Map.entry("ruby", "Ruby"),
          Map.entry("node", "JavaScript"),
          Map.entry("deno", "TypeScript"),
          Map.entry("php", "PHP"),
          Map.entry("lua", "Lua"),
          Map.entry("awk", "Awk"),
          Map.entry("tclsh", "Tcl"),
          Map.entry("rscript", "R"),
          Map.entry("make", "Makefile"),
          Map.entry("java", "Java"));

  static {
    endings("Java", "java");
    endings("Kotlin", "kt", "kts");
    endings("Scala", "scala", "sc", "sbt");
    endings("Groovy", "groovy", "gradle", "gvy");
    endings("Clojure", "clj", "cljs", "cljc", "edn");
    endings("Python", "py", "pyi", "pyw");
    endings("Jupyter Notebook", "ipynb");
    endings("JavaScript", "js", "mjs", "cjs", "jsx");
    endings("TypeScript", "ts", "mts", "cts", "tsx");
    endings("Vue", "vue");
    endings("Svelte", "svelte");
    endings("HTML", "html", "htm");
    endings("XHTML", "xhtml");
    endings("JSP", "jsp", "jspx", "tag");
    endings("CSS", "css");
    endings("Sass", "scss", "sass");
    endings("Less", "less");
    endings("Go", "go");
    endings("Rust", "rs");
    endings("C", "c");
    endings("C/C++ header", "h");
    endings("C++", "cc", "cpp", "cxx", "c++", "hpp", "hh", "hxx");
    endings("Objective-C", "m", "mm");
    endings("C#", "cs");
    endings("F#", "fs", "fsx", "fsi");
    endings("Visual Basic", "vb", "bas");
    endings("Swift", "swift");
    endings("Dart", "dart");
    endings("Ruby", "rb", "rake", "gemspec");
    endings("PHP", "php", "phtml");
    endings("Perl", "pl", "pm");
    endings("Lua", "lua");
    endings("R", "r", "rmd");
    endings("Julia", "jl");
    endings("Haskell", "hs", "lhs");
    endings("OCaml", "ml", "mli");
    endings("Erlang", "erl", "hrl");
    endings("Elixir", "ex", "exs");
    endings("Elm", "elm");
    endings("Lisp", "lisp", "lsp", "el", "scm", "rkt");
    endings("Fortran", "f", "f90", "f95", "for");
    endings("COBOL", "cob", "cbl");
    endings("Pascal", "pas", "pp", "dpr");
    endings("Ada", "adb", "ads");
    endings("Assembly", "s", "asm");
    endings("Zig", "zig");
    endings("Nim", "nim");
    endings("Solidity", "sol");
    endings("Tcl", "tcl");
    endings("Awk", "awk");
    endings("Shell", "sh", "bash", "zsh", "ksh");
    endings("Fish", "fish");
    endings("Batch", "bat", "cmd");
    endings("PowerShell", "ps1", "psm1");
    endings("SQL", "sql", "ddl", "pgsql");
    endings("GraphQL", "graphql", "gql");
    endings("Protocol Buffers", "proto");
    endings("Thrift", "thrift");
    endings("Terraform", "tf", "tfvars");
    endings("Nix", "nix");
    endings("CMake", "cmake");
    endings("Makefile", "mk", "mak");
    endings("XML", "xml", "xsd", "xsl", "xslt", "wsdl", "pom", "fxml", "svg");
    endings("JSON", "json", "jsonc", "json5", "webmanifest");
    endings("YAML", "yaml", "yml");
    endings("TOML", "toml");
    endings("Properties", "properties", "ini", "cfg", "conf");
    endings("Markdown", "md", "markdown", "mdx");
    endings("AsciiDoc", "adoc", "asciidoc");
    endings("reStructuredText", "rst");
    endings("TeX", "tex", "sty", "bib");
    endings("Text", "txt");
    endings("CSV", "csv", "tsv");
    endings("Template", "peb", "pebble", "ftl", "mustache", "hbs", "j2", "jinja", "vm", "tmpl");
    names("Dockerfile", "dockerfile", "containerfile");
    names("Makefile", "makefile", "gnumakefile");
    names("CMake", "cmakelists.txt");
    names("Ruby", "gemfile", "rakefile", "vagrantfile");
    names("Groovy", "jenkinsfile");
    names("Starlark", "build.bazel", "workspace.bazel", "build", "workspace");
    names("Go module", "go.mod");
  }

  private Languages() {}

  /** The language of a file by its name. */
  static Optional<String> byName(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    String known = BY_NAME.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    if (name.startsWith("dockerfile.")) {
      return Optional.of("Dockerfile");
    }
    int dot = name.lastIndexOf('.');
    return dot < 1 ? Optional.empty() : Optional.ofNullable(BY_ENDING.get(name.substring(dot + 1)));
  }

  /** The language that a {@code #!} line names. */
  static Optional<String> byFirstLine(String beginning) {
    if (!beginning.startsWith("#!")) {
      return Optional.empty();
    }
    String[] words = beginning.substring(2).lines().findFirst().orElse("").strip().split("\\s+");
    int word = words[0].endsWith("/env") ? 1 : 0;
    while (word < words.length && word > 0 && words[word].startsWith("-")) {
      word++;
    }
    if (word >= words.length) {
      return Optional.empty();
    }
    String program = words[word].substring(words[word].lastIndexOf('/') + 1);
    return Optional.ofNullable(
        BY_INTERPRETER.get(program.toLowerCase(Locale.ROOT).replaceFirst("[0-9.]+$", "")));
  }

  private static void endings(String language, String... endings) {
    for (String ending : endings) {
      BY_ENDING.put(ending, language);
    }
  }

  private static void names(String language, String... names) {
    for (String name : names) {
      BY_NAME.put(name, language);
    }
  }
}
