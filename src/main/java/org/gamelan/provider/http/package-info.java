/**
 * Wire formats of model servers over HTTP: LangChain4j's formats on one OkHttp transport that works
 * on the caller's thread, keeps to a call's time and stops when its thread is interrupted. Knows no
 * agents and no storage.
 */
package org.gamelan.provider.http;
