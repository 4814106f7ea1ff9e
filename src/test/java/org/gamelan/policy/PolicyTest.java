package org.gamelan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
  private static final ToolNeeds READER = needs(false, null, "read");
  private static final ToolNeeds NEEDLESS = needs(false, null);
  private static final ToolNeeds WRITER = needs(true, null, "write");
  private static final ToolNeeds WORKSPACE_WRITER = needs(true, "workspace", "read", "write");
  private static final ToolNeeds FETCHER = needs(false, null, "network");
  private static final ToolNeeds KEEPER = needs(true, null);

  private static ToolNeeds needs(boolean changes, String scope, String... capabilities) {
    return new ToolNeeds("test.tool", Set.of(capabilities), changes, scope);
  }

  private static PolicyDecision inMode(String mode, ToolNeeds needs) {
    return new PolicyLayer("server", mode, Map.of(), null).decide(needs);
  }

  private static PolicyDecision with(String capability, String permission, ToolNeeds needs) {
    return new PolicyLayer("folder", null, Map.of(capability, permission), null).decide(needs);
  }

  @Test
  void nothingSaidAllowsAll() {
    assertThat(Policy.NONE.decide(WRITER).isAllowed()).isTrue();
    assertThat(inMode(null, FETCHER).isAllowed()).isTrue();
    assertThat(inMode("normal", WRITER).isAllowed()).isTrue();
  }

  @Test
  void analysisOnlyReadsAndDoesNothingElse() {
    assertThat(inMode("analysis_only", READER).isAllowed()).isTrue();
    assertThat(inMode("analysis_only", NEEDLESS).isAllowed()).isTrue();
    for (ToolNeeds other : List.of(WRITER, WORKSPACE_WRITER, FETCHER, KEEPER)) {
      PolicyDecision decision = inMode("analysis_only", other);
      assertThat(decision.verdict()).isEqualTo(PolicyVerdict.DENY);
      assertThat(decision.rule()).isEqualTo("server.mode");
      assertThat(decision.reason()).contains("analysis_only").contains("it would take");
    }
  }

  @Test
  void anUnknownModeIsTheStrictest() {
    assertThat(inMode("whatever", FETCHER).isDenied()).isTrue();
  }

  @Test
  void safeModeWritesOnlyInsideTheWorkspace() {
    assertThat(inMode("safe_mode", READER).isAllowed()).isTrue();
    assertThat(inMode("safe_mode", WORKSPACE_WRITER).isAllowed()).isTrue();
    assertThat(inMode("safe_mode", WRITER).isDenied()).isTrue();
    assertThat(inMode("safe_mode", needs(true, "elsewhere", "write")).isDenied()).isTrue();
    assertThat(inMode("safe_mode", KEEPER).verdict()).isEqualTo(PolicyVerdict.ASK);
  }

  @ParameterizedTest
  @EnumSource(
      value = Capability.class,
      names = {"NETWORK", "SHELL", "MAIL", "GIT"})
  void safeModeAsksForWhatGoesOutside(Capability capability) {
    PolicyDecision alone = inMode("safe_mode", needs(false, null, capability.id()));
    assertThat(alone.verdict()).isEqualTo(PolicyVerdict.ASK);
    assertThat(alone.reason()).contains("'" + capability.id() + "'");
    assertThat(inMode("safe_mode", needs(true, "workspace", capability.id())).verdict())
        .isEqualTo(PolicyVerdict.ASK);
  }

  @ParameterizedTest
  @EnumSource(Capability.class)
  void eachCapabilityIsAllowedDeniedOrAskedFor(Capability capability) {
    ToolNeeds needs = needs(false, null, capability.id());
    assertThat(with(capability.id(), "allow", needs).isAllowed()).isTrue();
    assertThat(with(capability.id(), "ask", needs).verdict()).isEqualTo(PolicyVerdict.ASK);
    PolicyDecision denied = with(capability.id(), "deny", needs);
    assertThat(denied.isDenied()).isTrue();
    assertThat(denied.rule()).isEqualTo("folder.capabilities." + capability.id());
    assertThat(denied.reason()).contains("test.tool").contains(capability.id());
    assertThat(with(capability.id(), "deny", NEEDLESS).isAllowed()).isTrue();
  }

  @Test
  void aScopeAllowsWhatStaysThere() {
    assertThat(with("write", "workspace", WORKSPACE_WRITER).isAllowed()).isTrue();
    PolicyDecision outside = with("write", "workspace", WRITER);
    assertThat(outside.isDenied()).isTrue();
    assertThat(outside.reason()).contains("only within 'workspace'");
  }

  @Test
  void onlyListedToolsAreAllowedWhereThereIsAList() {
    PolicyLayer only = new PolicyLayer("security.agents.a", null, null, List.of("other.tool"));
    PolicyDecision decision = only.decide(READER);
    assertThat(decision.isDenied()).isTrue();
    assertThat(decision.rule()).isEqualTo("security.agents.a.tools");
    assertThat(decision.reason()).contains("other.tool");
    assertThat(new PolicyLayer("x", null, null, List.of()).decide(READER).isDenied()).isTrue();
    assertThat(new PolicyLayer("x", null, null, List.of("test.tool")).decide(READER).isAllowed())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "allow, allow, allow",
    "allow, ask,   ask",
    "ask,   allow, ask",
    "ask,   deny,  deny",
    "deny,  ask,   deny",
    "deny,  allow, deny",
    "allow, deny,  deny"
  })
  void theStrictestOfAllPlacesHolds(String server, String folder, String verdict) {
    Policy policy =
        new Policy(List.of(new PolicyLayer("server", null, Map.of("network", server), null)))
            .and(List.of(new PolicyLayer("folder", null, Map.of("network", folder), null)));
    assertThat(policy.decide(FETCHER).verdict().id()).isEqualTo(verdict);
  }

  @Test
  void ofEquallyStrictRulesTheFirstIsTold() {
    PolicyLayer one = new PolicyLayer("server", null, Map.of("network", "deny"), null);
    PolicyLayer other = new PolicyLayer("folder", "analysis_only", Map.of(), null);
    assertThat(new Policy(List.of(one, other)).decide(FETCHER).rule())
        .isEqualTo("server.capabilities.network");
    assertThat(new Policy(List.of(other, one)).decide(FETCHER).rule()).isEqualTo("folder.mode");
  }

  /** Whatever is added, nothing gets looser. */
  @Test
  void noPlaceLoosensAnother() {
    List<PolicyLayer> layers = new java.util.ArrayList<>();
    for (String mode : List.of("normal", "safe_mode", "analysis_only")) {
      for (String permission : List.of("allow", "ask", "workspace", "deny")) {
        for (String capability : Capability.ids()) {
          layers.add(new PolicyLayer("p", mode, Map.of(capability, permission), null));
        }
      }
    }
    List<ToolNeeds> tools = List.of(READER, NEEDLESS, WRITER, WORKSPACE_WRITER, FETCHER, KEEPER);
    for (PolicyLayer one : layers) {
      for (PolicyLayer other : layers) {
        for (ToolNeeds tool : tools) {
          PolicyVerdict both = new Policy(List.of(one, other)).decide(tool).verdict();
          PolicyVerdict strictest =
              one.decide(tool).verdict().compareTo(other.decide(tool).verdict()) > 0
                  ? one.decide(tool).verdict()
                  : other.decide(tool).verdict();
          assertThat(both).isEqualTo(strictest);
        }
      }
    }
  }

  @Test
  void aTaskKeepsToTheFoldersOfItsStagesAndAgents() {
    FolderPolicy whole = folder("deny", "network", "a");
    FolderPolicy inner = folder("ask", "shell", "a");
    FolderPolicy home = folder("deny", "mail", "b");
    PinnedPolicy pinned = new PinnedPolicy(Map.of("", whole, "sub.", inner), Map.of("b", home));
    assertThat(new Policy(pinned.layers("first", null)).decide(FETCHER).isDenied()).isTrue();
    ToolNeeds shell = needs(false, null, "shell");
    assertThat(new Policy(pinned.layers("first", null)).decide(shell).isAllowed()).isTrue();
    assertThat(new Policy(pinned.layers("sub.first", null)).decide(shell).verdict())
        .isEqualTo(PolicyVerdict.ASK);
    assertThat(new Policy(pinned.layers("sub.first", null)).decide(FETCHER).isDenied()).isTrue();
    ToolNeeds mail = needs(false, null, "mail");
    assertThat(new Policy(pinned.layers("first", "b")).decide(mail).isDenied()).isTrue();
    assertThat(new Policy(pinned.layers("first", "a")).decide(mail).isAllowed()).isTrue();
  }

  @Test
  void whatIsDoneOnceMoreKeepsToTheFoldersOfNowAsWell() {
    PinnedPolicy then = new PinnedPolicy(Map.of("", folder("deny", "mail", "a")), Map.of());
    PinnedPolicy now = new PinnedPolicy(Map.of("", folder("deny", "shell", "a")), Map.of());
    PinnedPolicy both = PinnedPolicy.withNow(then, now);
    Policy policy = new Policy(both.layers("first", "a"));
    assertThat(policy.decide(needs(false, null, "shell")).isDenied()).isTrue();
    assertThat(policy.decide(needs(false, null, "mail")).isDenied()).isTrue();
    assertThat(PinnedPolicy.withNow(null, now)).isEqualTo(now);
    assertThat(PinnedPolicy.withNow(then, then)).isEqualTo(then);
    assertThat(PinnedPolicy.withNow(both, null)).isEqualTo(then);
    assertThat(PinnedPolicy.withNow(both, now)).isEqualTo(both);
    assertThat(PinnedPolicy.withAgents(both, Map.of()).also()).isEqualTo(now);
    String stored = Json.write(Json.tree(both));
    assertThat(Json.as(Json.parseOwn(stored), PinnedPolicy.class)).isEqualTo(both);
  }

  /** A blueprint keeps it as JSON. */
  @Test
  void whatATaskIsPinnedToSurvivesBeingStored() {
    PolicyLayer own = new PolicyLayer("security.agents.a", null, null, List.of("x"));
    FolderPolicy policy =
        new FolderPolicy(
            new PolicyLayer("security", "safe_mode", Map.of("read", "ask"), null),
            Map.of("a", own));
    for (PinnedPolicy pinned :
        List.of(
            new PinnedPolicy(Map.of("", policy), Map.of("a", policy)),
            new PinnedPolicy(Map.of(), Map.of("a", policy)))) {
      String stored = Json.write(Json.tree(pinned));
      assertThat(Json.as(Json.parseOwn(stored), PinnedPolicy.class)).isEqualTo(pinned);
    }
    assertThat(PinnedPolicy.orNull(Map.of(), Map.of())).isNull();
  }

  private static FolderPolicy folder(String permission, String capability, String agent) {
    return new FolderPolicy(
        new PolicyLayer("security", null, Map.of(capability, permission), null),
        Map.of(agent, new PolicyLayer("security.agents." + agent, null, Map.of(), null)));
  }
}
