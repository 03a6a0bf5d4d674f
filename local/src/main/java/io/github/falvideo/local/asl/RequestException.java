package io.github.falvideo.local.asl;

/** A request that is refused, with the name that AWS gives the refusal. */
public final class RequestException extends RuntimeException {
    private final String code;

    RequestException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Such as {@code ExecutionAlreadyExists}. */
    public String code() {
        return code;
    }
}
