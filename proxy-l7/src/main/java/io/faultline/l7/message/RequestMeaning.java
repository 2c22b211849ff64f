package io.faultline.l7.message;

/**
 * What a request head says besides its fields: where its parts stand, and what all of it means for the
 * connection and the body. Apart from {@link RequestHead}, so that it can be kept while that is edited.
 */
class RequestMeaning {

    HttpVersion version = HttpVersion.HTTP_1_1;
    Method method = Method.OTHER;
    int methodStart;
    int methodEnd;
    int targetStart;
    int targetEnd;
    int authorityStart;
    int authorityEnd;
    int pathStart;
    int pathEnd;
    int queryStart;
    int queryEnd;
    long bodyLength;
    boolean lengthDeclared;
    boolean keepAlive;
    boolean expectsContinue;
    boolean asksForUpgrade;
    boolean secure;

    final void forget() {
        version = HttpVersion.HTTP_1_1;
        method = Method.OTHER;
        methodStart = methodEnd = targetStart = targetEnd = 0;
        authorityStart = authorityEnd = pathStart = pathEnd = queryStart = queryEnd = 0;
        bodyLength = BodyLength.NONE;
        lengthDeclared = false;
        keepAlive = expectsContinue = asksForUpgrade = secure = false;
    }

    final void take(RequestMeaning other) {
        version = other.version;
        method = other.method;
        methodStart = other.methodStart;
        methodEnd = other.methodEnd;
        targetStart = other.targetStart;
        targetEnd = other.targetEnd;
        authorityStart = other.authorityStart;
        authorityEnd = other.authorityEnd;
        pathStart = other.pathStart;
        pathEnd = other.pathEnd;
        queryStart = other.queryStart;
        queryEnd = other.queryEnd;
        bodyLength = other.bodyLength;
        lengthDeclared = other.lengthDeclared;
        keepAlive = other.keepAlive;
        expectsContinue = other.expectsContinue;
        asksForUpgrade = other.asksForUpgrade;
        secure = other.secure;
    }
}
