package io.faultline.l7.http1;

import io.faultline.core.fault.FaultCode;

/**
 * Why a message is refused.
 *
 * @param rule the broken rule with the section that makes it, e.g. {@code RFC 9112 6.1: both lengths
 *     present}
 * @param detail what was seen: bounded and printable, so that it can go to a log as it is
 */
public record Rejection(FaultCode code, String rule, String detail) {}
