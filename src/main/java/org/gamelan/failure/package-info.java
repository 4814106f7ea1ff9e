/**
 * What can go wrong and how it is told: one unchecked root, the kinds of failure that manifests and
 * retries speak of, and the signature under which equal failures are grouped. Knows nothing of
 * protocols; every door maps these types to its own answers in one place.
 */
package org.gamelan.failure;
