package org.gamelan.provider;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** One version of a model alias. */
@Entity
@Table(name = "model")
public class Model {
  @Id private UUID id;

  @Column(updatable = false)
  private String name;

  @Column(updatable = false)
  private int number;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "provider_id")
  private Provider provider;

  private String model;

  @Column(name = "context_window")
  private Integer contextWindow;

  @Column(name = "input_price")
  private BigDecimal inputPrice;

  @Column(name = "output_price")
  private BigDecimal outputPrice;

  @JdbcTypeCode(SqlTypes.JSON)
  private List<String> capabilities;

  @JdbcTypeCode(SqlTypes.JSON)
  private List<String> fallbacks;

  @JdbcTypeCode(SqlTypes.JSON)
  private ProviderLimits limits;

  private String prefer;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Version private int version;

  protected Model() {}

  Model(UUID id, String name, int number, Instant now) {
    this.id = id;
    this.name = name;
    this.number = number;
    this.createdAt = now;
    this.prefer = "order";
  }

  /** Takes over what an administrator may set, apart from the name. */
  void describe(ModelDraft draft, Provider servedBy) {
    provider = servedBy;
    model = draft.model();
    contextWindow = draft.contextWindow();
    inputPrice = draft.inputPrice();
    outputPrice = draft.outputPrice();
    capabilities = draft.capabilities() == null ? List.of() : List.copyOf(draft.capabilities());
    fallbacks = draft.fallbacks() == null ? List.of() : List.copyOf(draft.fallbacks());
    limits = draft.limits() == null ? ProviderLimits.NONE : draft.limits();
    prefer = draft.prefer() == null ? "order" : draft.prefer();
  }

  boolean isServedAs(Provider by, String providersName) {
    return provider.id().equals(by.id()) && model.equals(providersName);
  }

  UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  int number() {
    return number;
  }

  int version() {
    return version;
  }

  List<String> fallbacks() {
    return fallbacks;
  }

  Provider provider() {
    return provider;
  }

  /** As calls see it, served by this entry of its provider. */
  ModelEntry entry(ProviderEntry servedBy) {
    return new ModelEntry(
        id,
        name,
        number,
        servedBy,
        model,
        contextWindow,
        inputPrice,
        outputPrice,
        capabilities,
        fallbacks,
        limits == null ? ProviderLimits.NONE : limits,
        prefer);
  }

  ModelView view() {
    return new ModelView(
        id,
        name,
        number,
        provider.name(),
        model,
        contextWindow,
        inputPrice,
        outputPrice,
        capabilities,
        fallbacks,
        limits == null ? ProviderLimits.NONE : limits,
        prefer,
        createdAt,
        version);
  }
}
