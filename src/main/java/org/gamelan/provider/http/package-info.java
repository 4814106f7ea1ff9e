/**
 * Wire formats of model servers over HTTP: LangChain4j's formats on one OkHttp transport that works
 * on the caller's thread, keeps to a call's time, stops when its thread is interrupted, and takes
 * no stream for whole that broke off. Knows no agents and no storage.
 */
package org.gamelan.provider.http;
