package io.faultline.l7.http1;

/** How far a parser has come with a head. */
public enum Parsed {
    MORE, // the head goes on in bytes that have not come yet
    COMPLETE, // the head is there and every rule is kept
    REJECTED // a rule or limit is broken: nothing behind it on this connection is trusted
}
