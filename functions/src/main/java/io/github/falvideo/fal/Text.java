package io.github.falvideo.fal;

/** Text from outside, made fit for a message. */
public final class Text {
    private Text() {}

    /** The text, or its beginning with an ellipsis, in at most {@code max} characters; never half a surrogate pair. */
    public static String shortened(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = max - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
