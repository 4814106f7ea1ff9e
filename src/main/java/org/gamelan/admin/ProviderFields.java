package org.gamelan.admin;

import org.gamelan.json.Json;
import org.gamelan.provider.ProviderView;

/** What stands in the form of a provider, apart from its key. */
public class ProviderFields {
  private String name;
  private String kind;
  private String baseUrl;
  private Integer requests;
  private Integer tokens;
  private Integer concurrent;
  private String settings;

  ProviderFields() {}

  static ProviderFields of(ProviderView view) {
    ProviderFields fields = new ProviderFields();
    fields.name = view.name();
    fields.kind = view.kind();
    fields.baseUrl = view.baseUrl();
    fields.requests = view.limits().requestsPerMinute();
    fields.tokens = view.limits().tokensPerMinute();
    fields.concurrent = view.limits().maxConcurrent();
    fields.settings =
        view.settings() == null || view.settings().isEmpty()
            ? ""
            : Json.writePretty(view.settings());
    return fields;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name == null ? null : name.strip();
  }

  public String getKind() {
    return kind;
  }

  public void setKind(String kind) {
    this.kind = kind;
  }

  public String getBaseUrl() {
    return baseUrl;
  }

  public void setBaseUrl(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  public Integer getRequests() {
    return requests;
  }

  public void setRequests(Integer requests) {
    this.requests = requests;
  }

  public Integer getTokens() {
    return tokens;
  }

  public void setTokens(Integer tokens) {
    this.tokens = tokens;
  }

  public Integer getConcurrent() {
    return concurrent;
  }

  public void setConcurrent(Integer concurrent) {
    this.concurrent = concurrent;
  }

  public String getSettings() {
    return settings;
  }

  public void setSettings(String settings) {
    this.settings = settings;
  }
}
