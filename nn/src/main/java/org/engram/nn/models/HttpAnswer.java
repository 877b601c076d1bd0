package org.engram.nn.models;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;

/**
 * A server's answer to a request for a file, after redirects. These are followed here rather than by the client, which
 * keeps neither from going around in circles with a range nor from leaving an encrypted connection.
 */
final class HttpAnswer implements AutoCloseable {
    private static final int MOST_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private final HttpResponse<BodyReader> response;

    private HttpAnswer(HttpResponse<BodyReader> response) {
        this.response = response;
    }

    static HttpAnswer to(HttpClient client, URI address, Map<String, String> headers, Duration patience)
            throws IOException {
        Set<URI> visited = new HashSet<>();
        URI at = address;
        while (true) {
            if (!visited.add(at) || visited.size() > MOST_REDIRECTS) {
                throw new EngramException(
                        address + ": the server sends the request around in circles (through "
                                + at.getHost() + "); try again later, or fetch the file by hand");
            }
            HttpAnswer answer = new HttpAnswer(send(client, at, headers, patience));
            if (!REDIRECTS.contains(answer.status())) {
                return answer;
            }
            answer.close();
            at = next(at, answer.header("location"));
        }
    }

    static URI next(URI at, Optional<String> location) {
        URI next;
        try {
            next = at.resolve(location.orElseThrow(() -> new IllegalArgumentException("no address")));
        } catch (IllegalArgumentException e) {
            throw new EngramException(at + ": the server sends the request to no valid address ("
                    + location.orElse("none given") + ")", e);
        }
        boolean secure = "https".equals(next.getScheme());
        if (!secure && !("http".equals(next.getScheme()) && "http".equals(at.getScheme()))
                || next.getHost() == null) {
            throw new EngramException(at + ": the server sends the request on to " + next
                    + ", which is not encrypted: refused");
        }
        return next;
    }

    private static HttpResponse<BodyReader> send(HttpClient client, URI at, Map<String, String> headers,
            Duration patience) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at).timeout(patience).GET();
        request.header("User-Agent", "engram");
        headers.forEach(request::header);
        try {
            return client.send(request.build(), info -> new BodyReader());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("fetching " + at);
        }
    }

    int status() {
        return response.statusCode();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    BodyReader body() {
        return response.body();
    }

    /** What proves later that the file is still the same: a strong entity tag, or else the time of its last change. */
    Optional<String> validator() {
        return header("etag").filter(tag -> !tag.startsWith("W/")).or(() -> header("last-modified"));
    }

    /** The size of the whole file, if the server says. */
    OptionalLong whole() {
        Matcher range = range();
        if (range.matches()) {
            return range.group(3).equals("*")
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(range.group(3)));
        }
        return status() == 200 ? response.headers().firstValueAsLong("content-length") : OptionalLong.empty();
    }

    /** Whether this is the rest of the file from a byte on. */
    boolean continuesAt(long position) {
        Matcher range = range();
        return status() == 206 && range.matches() && Long.parseLong(range.group(1)) == position;
    }

    private Matcher range() {
        return RANGE.matcher(status() == 206 ? header("content-range").orElse("") : "");
    }

    @Override
    public void close() {
        response.body().close();
    }
}
