/**
 * The scripted provider: answers by rules instead of a model, offline and always the same, for
 * demonstrations, tests and load. It knows the conversation and what the prompt's template saw, and
 * nothing else.
 *
 * <p>Rules stand in {@code scripted.yaml} in a manifest folder (schema: {@code
 * schemas/scripted.json}), or in a provider's {@code settings.rules}. The first rule whose {@code
 * when} holds wins; a provider's own rules come first, then those of the operator's folders, then
 * the built-in ones.
 *
 * <pre>
 * rules:
 *   - name: interpret                       # for people
 *     when: {agent: interpreter, stage: interpretation, text: "(?i)analy[sz]e"}
 *     reply:                                # an object: its texts are templates, written as JSON
 *       goal: "Understand {{ task.title }}"
 *       languages: "{{ outputs.gather_context.languages | json }}"     # the value, not a text
 *   - when: {agent: executor}
 *     turns:                                # one step for each answer in a conversation
 *       - toolCalls: [{name: files.read, arguments: {path: pom.xml}}]
 *       - reply: "The build file says {{ toolResults[0].result | json }}"
 *   - when: {agent: flaky}
 *     fail: {kind: rate-limit, times: 2, retryAfter: 1s}
 *     delay: 200ms
 *     malformed: {as: fenced, times: 1}
 *     reply: "{{ prompt }}"
 * </pre>
 *
 * <p>Templates see all variables of the agent's prompt ({@code task}, {@code input}, {@code
 * outputs} …) and {@code prompt} (the first user message), {@code messages} ({@code role}, {@code
 * text}), {@code toolResults} ({@code name}, {@code result} or {@code error}; in the order of the
 * calls), {@code system}, {@code agent}, {@code stage} and {@code model}. Without a rule the answer
 * is a labelled text, or the smallest document that satisfies the schema asked for.
 */
package org.gamelan.provider.scripted;
