package io.faultline.l7.route.action;

/** What becomes of a request that a route has taken. */
public sealed interface Action permits Forward, Redirect, Respond {}
