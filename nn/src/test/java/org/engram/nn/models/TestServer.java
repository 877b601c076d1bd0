package org.engram.nn.models;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of one file that can misbehave in the ways servers do. */
final class TestServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** The Range header of each request, "" without one. */
    final List<String> ranges = new CopyOnWriteArrayList<>();
    volatile byte[] content;
    volatile String tag = "\"one\"";
    volatile boolean knowsRanges = true;
    /** How many bytes each coming answer sends before it breaks off; empty for whole answers. */
    final List<Integer> cuts = new CopyOnWriteArrayList<>();
    /** Status codes of the coming answers, before it answers well. */
    final List<Integer> failures = new CopyOnWriteArrayList<>();
    /** Sends no length, so that the end of the connection is the end of the file. */
    volatile boolean chunked;
    volatile String redirect;
    volatile long silenceMilliseconds;

    TestServer(byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/resolve/main/weights.bin");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "" : range);
        if (!failures.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(failures.remove(0), -1);
            exchange.close();
            return;
        }
        if (redirect != null) {
            exchange.getResponseHeaders().set("Location", redirect);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
            return;
        }
        if (tag != null) {
            exchange.getResponseHeaders().set("ETag", tag);
        }
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        boolean same = condition == null || condition.equals(tag);
        int from = range != null && knowsRanges && same
                ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"))
                : 0;
        byte[] body = Arrays.copyOfRange(content, from, content.length);
        if (from > 0) {
            exchange.getResponseHeaders().set("Content-Range",
                    "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, chunked ? 0 : body.length);
        send(exchange, body);
    }

    private void send(HttpExchange exchange, byte[] body) throws IOException {
        int sent = cuts.isEmpty() ? body.length : Math.min(cuts.remove(0), body.length);
        try {
            OutputStream out = exchange.getResponseBody();
            out.write(body, 0, sent);
            out.flush();
            Thread.sleep(silenceMilliseconds);
        } catch (IOException | InterruptedException e) {
            // A client that left is the point of a test.
        } finally {
            // Unlike closing the stream, this ends the connection at once where bytes are missing.
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
