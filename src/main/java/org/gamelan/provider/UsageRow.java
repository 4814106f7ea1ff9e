package org.gamelan.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.UUID;

/**
 * What calls took together. What was not asked for is null.
 *
 * @param day the day, in UTC
 * @param agent the agent's name
 * @param model the alias
 * @param provider the provider's name
 * @param task the task
 * @param taskTitle its title
 * @param calls how many calls, failed ones included
 * @param failures how many of them failed
 * @param tokens what they took
 * @param cost what they cost, in the currency of the price lists
 * @param averageMs how long one took on average, in milliseconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UsageRow(
    String day,
    String agent,
    String model,
    String provider,
    UUID task,
    String taskTitle,
    long calls,
    long failures,
    TokenUsage tokens,
    BigDecimal cost,
    long averageMs) {}
