package io.faultline.l7.message;

/**
 * What a response head says besides its fields. Apart from {@link ResponseHead}, so that it can be kept
 * while that is edited.
 */
class ResponseMeaning {

    HttpVersion version = HttpVersion.HTTP_1_1;
    int status;
    int reasonStart;
    int reasonEnd;
    long bodyLength;
    boolean lengthDeclared;
    boolean keepAlive;

    final void forget() {
        version = HttpVersion.HTTP_1_1;
        status = 0;
        reasonStart = reasonEnd = 0;
        bodyLength = BodyLength.NONE;
        lengthDeclared = false;
        keepAlive = false;
    }

    final void take(ResponseMeaning other) {
        version = other.version;
        status = other.status;
        reasonStart = other.reasonStart;
        reasonEnd = other.reasonEnd;
        bodyLength = other.bodyLength;
        lengthDeclared = other.lengthDeclared;
        keepAlive = other.keepAlive;
    }
}
