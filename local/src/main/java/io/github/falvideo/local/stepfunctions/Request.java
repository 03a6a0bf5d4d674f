package io.github.falvideo.local.stepfunctions;

import io.github.falvideo.local.asl.RequestException;
import java.util.Map;

/** The fields of one request, checked as AWS checks them. */
final class Request {
    private final Map<?, ?> fields;

    Request(Map<?, ?> fields) {
        this.fields = fields;
    }

    String required(String name) {
        String value = optional(name);
        if (value == null) {
            throw invalid("Value null at '" + name + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    /** Null when it is not there. */
    String optional(String name) {
        Object value = fields.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new RequestException("SerializationException", "Expected a string for '" + name + "'");
    }

    boolean flag(String name, boolean otherwise) {
        return fields.get(name) instanceof Boolean flag ? flag : otherwise;
    }

    /** As {@link #optional}, and not longer than that. */
    String atMost(int length, String name) {
        String value = optional(name);
        if (value != null && value.length() > length) {
            throw invalid("Value '" + value + "' at '" + name
                    + "' failed to satisfy constraint: Member must have length less than or equal to " + length);
        }
        return value;
    }

    /** The size of a page, from 1 to 1000; AWS's default is 100. */
    int maxResults() {
        int size = fields.get("maxResults") instanceof Number number ? number.intValue() : 0;
        if (size > 1000) {
            throw invalid(
                    "Value '" + size
                            + "' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000");
        }
        if (size < 0) {
            throw invalid(
                    "Value '" + size
                            + "' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 0");
        }
        return size == 0 ? 100 : size;
    }

    static RequestException invalid(String what) {
        return new RequestException("ValidationException", "1 validation error detected: " + what);
    }
}
