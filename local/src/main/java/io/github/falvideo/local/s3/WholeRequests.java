package io.github.falvideo.local.s3;

import java.lang.reflect.Field;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/**
 * Reads a request to its end before its reply is ended. S3Proxy leaves the last bytes of an upload unread; Jetty then closes the
 * connection at once, and about one upload in a hundred looks failed to the client although the object is there. A client that
 * tries a conditional write again then meets its own object.
 */
final class WholeRequests extends Handler.Wrapper {

    /** Puts this in front of an S3Proxy that is built and not started. */
    static void of(S3Proxy proxy) {
        try {
            Field field = S3Proxy.class.getDeclaredField("server"); // S3Proxy has no way to add a handler.
            field.setAccessible(true);
            Server server = (Server) field.get(proxy);
            WholeRequests wrapper = new WholeRequests();
            wrapper.setHandler(server.getHandler());
            server.setHandler(wrapper);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This S3Proxy keeps its Jetty server elsewhere", e);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, new Callback.Nested(callback) {
            @Override
            public void succeeded() {
                Content.Source.consumeAll(request, callback);
            }
        });
    }
}
