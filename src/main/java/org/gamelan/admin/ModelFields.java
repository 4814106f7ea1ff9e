package org.gamelan.admin;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.gamelan.provider.ModelDraft;
import org.gamelan.provider.ModelView;
import org.gamelan.provider.ProviderLimits;

/** What stands in the form of a model alias. */
public class ModelFields {
  private String name;
  private String provider;
  private String model;
  private Integer contextWindow;
  private BigDecimal inputPrice;
  private BigDecimal outputPrice;
  private String capabilities;
  private String fallbacks;
  private String prefer = "order";
  private Integer requests;
  private Integer tokens;
  private Integer concurrent;

  ModelFields() {}

  static ModelFields of(ModelView view) {
    ModelFields fields = new ModelFields();
    fields.name = view.name();
    fields.provider = view.provider();
    fields.model = view.model();
    fields.contextWindow = view.contextWindow();
    fields.inputPrice = Figures.plain(view.inputPrice());
    fields.outputPrice = Figures.plain(view.outputPrice());
    fields.capabilities = String.join(", ", view.capabilities());
    fields.fallbacks = String.join(", ", view.fallbacks());
    fields.prefer = view.prefer();
    fields.requests = view.limits().requestsPerMinute();
    fields.tokens = view.limits().tokensPerMinute();
    fields.concurrent = view.limits().maxConcurrent();
    return fields;
  }

  ModelDraft draft() {
    return new ModelDraft(
        name,
        provider,
        model == null ? null : model.strip(),
        contextWindow,
        inputPrice,
        outputPrice,
        words(capabilities),
        words(fallbacks),
        new ProviderLimits(requests, tokens, concurrent),
        prefer);
  }

  private static List<String> words(String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split("[,\\s]+")).filter(word -> !word.isEmpty()).toList();
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name == null ? null : name.strip();
  }

  public String getProvider() {
    return provider;
  }

  public void setProvider(String provider) {
    this.provider = provider;
  }

  public String getModel() {
    return model;
  }

  public void setModel(String model) {
    this.model = model;
  }

  public Integer getContextWindow() {
    return contextWindow;
  }

  public void setContextWindow(Integer contextWindow) {
    this.contextWindow = contextWindow;
  }

  public BigDecimal getInputPrice() {
    return inputPrice;
  }

  public void setInputPrice(BigDecimal inputPrice) {
    this.inputPrice = inputPrice;
  }

  public BigDecimal getOutputPrice() {
    return outputPrice;
  }

  public void setOutputPrice(BigDecimal outputPrice) {
    this.outputPrice = outputPrice;
  }

  public String getCapabilities() {
    return capabilities;
  }

  public void setCapabilities(String capabilities) {
    this.capabilities = capabilities;
  }

  public String getFallbacks() {
    return fallbacks;
  }

  public void setFallbacks(String fallbacks) {
    this.fallbacks = fallbacks;
  }

  public String getPrefer() {
    return prefer;
  }

  public void setPrefer(String prefer) {
    this.prefer = prefer;
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
}
