/**
 * The PROXY protocol, versions 1 and 2: how one balancer tells the next who the client is. Plain state
 * machines over bytes, after the specification that ships with HAProxy ({@code proxy-protocol.txt}).
 */
@NullMarked
package io.faultline.core.proxyprotocol;

import org.jspecify.annotations.NullMarked;
