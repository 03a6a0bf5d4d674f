package io.github.falvideo.local.asl;

/** A request that is refused, with the name that AWS gives the refusal. */
public final class RequestException extends RuntimeException {
    private final String code;

    /** @param code the name of the refusal; the message is AWS's sentence */
    public RequestException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Such as {@code ExecutionAlreadyExists}. */
    public String code() {
        return code;
    }
}
