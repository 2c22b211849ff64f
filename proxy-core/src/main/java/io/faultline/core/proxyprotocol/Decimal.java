package io.faultline.core.proxyprotocol;

/**
 * Decimal numbers as the specification wants them: digits and nothing else. {@link Integer#parseInt}
 * takes signs, leading zeros and digits of other scripts, and every leniency is a way to disagree with
 * the next hop about who the client is.
 */
final class Decimal {

    static final int INVALID = -1;

    private Decimal() {}

    /** The number, or {@link #INVALID}. */
    static int parse(CharSequence digits, int maxDigits) {
        int length = digits.length();
        boolean leadingZero = length > 1 && digits.charAt(0) == '0';
        if (length == 0 || length > maxDigits || leadingZero) {
            return INVALID;
        }
        int value = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
