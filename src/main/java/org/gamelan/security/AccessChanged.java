package org.gamelan.security;

/** A key was revoked, or a user changed: who was let in before has to be looked at again. */
record AccessChanged() {}
