package io.github.falvideo.local.chain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may lie nowhere: fal's key, and what signs a URL. */
final class Secrets {
    private static final Pattern SIGNATURE =
            Pattern.compile("X-Amz-(Signature|Credential|Security-Token)(=|%3D)[\\w%/+]", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /** The first secret in the text, or null. */
    static String in(String text) {
        for (String part : new String[] {Chain.KEY, Chain.KEY.substring(0, Chain.KEY.indexOf(':')), Chain.AWS_SECRET}) {
            if (text.contains(part)) {
                return part;
            }
        }
        Matcher signature = SIGNATURE.matcher(text);
        return signature.find() ? signature.group() : null;
    }
}
