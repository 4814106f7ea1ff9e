/**
 * What the doors for programs share. Knows every feature and no page; rules of the domain live in
 * the features.
 */
package org.gamelan.api;
