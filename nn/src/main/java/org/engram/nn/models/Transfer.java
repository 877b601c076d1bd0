package org.engram.nn.models;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.engram.core.CancelledException;
import org.engram.core.EngramException;
import org.engram.core.Progress;
import org.engram.nn.models.PartialFile.Origin;

/** One fetch: attempt after attempt until the whole file has arrived and is the right one. */
final class Transfer {
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final int MOST_ATTEMPTS = 100;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final ModelDownload download;
    private final URI address;
    private final Path target;
    private final PartialFile part;
    private final OptionalLong bytes;
    private final Optional<String> sha256;
    private MessageDigest digest = Checksum.start();
    private long position;
    private boolean resumed;
    private OptionalLong whole;
    private Progress.Task task;

    Transfer(ModelDownload download, URI address, Path target, PartialFile part, OptionalLong bytes,
            Optional<String> sha256) {
        this.download = download;
        this.address = address;
        this.target = target;
        this.part = part;
        this.bytes = bytes;
        this.whole = bytes;
        this.sha256 = sha256;
    }

    String run() throws IOException {
        try {
            takeUp();
            untilWhole();
            String found = Checksum.end(digest);
            if (resumed && sha256.isPresent() && !sha256.get().equals(found)) {
                // The part from last time may have been of another file: once more from the start.
                restart(new Origin(address.toString(), Optional.empty(), OptionalLong.empty()));
                untilWhole();
                found = Checksum.end(digest);
            }
            requireExpected(found);
            part.moveIntoPlace();
            return found;
        } finally {
            if (task != null) {
                task.close();
            }
        }
    }

    /** Goes on with what an earlier fetch left, if its origin can be trusted to be the same file. */
    private void takeUp() throws IOException {
        Optional<Origin> origin = part.origin().filter(from -> from.address().equals(address.toString()))
                .filter(from -> from.validator().isPresent() || sha256.isPresent());
        long stored = part.size();
        if (stored == 0 || origin.isEmpty() || stored > bytes.orElse(ModelDownload.MOST_BYTES)) {
            return;
        }
        whole = bytes.isPresent() ? bytes : origin.get().whole();
        begin();
        Checksum.update(digest, part.path(), download.progress, task);
        position = stored;
        resumed = true;
    }

    private void untilWhole() throws IOException {
        int fruitless = 0;
        int attempts = 0;
        Duration pause = download.firstPause;
        while (position == 0 || position != whole.orElse(-1)) {
            long before = position;
            attempts++;
            try {
                attempt();
                return;
            } catch (BrokenTransfer broken) {
                requireNotCancelled();
                boolean broughtSomething = position > before;
                fruitless = broughtSomething ? 1 : fruitless + 1;
                pause = broughtSomething ? download.firstPause : pause;
                if (fruitless >= download.attempts || attempts >= MOST_ATTEMPTS) {
                    throw new EngramException(address + ": " + broken.getMessage() + " (" + attempts
                            + (attempts == 1 ? " attempt, " : " attempts, ") + ByteSize.describe(position)
                            + " arrived); run this again later and it goes on from there, or fetch the file by hand",
                            broken.getCause());
                }
                sleep(broken.pause.orElse(pause));
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    private void attempt() throws IOException, BrokenTransfer {
        requireNotCancelled();
        try (HttpAnswer answer = ask()) {
            if (answer.status() == 206 && position > 0) {
                requireSameFile(answer);
            } else if (answer.status() == 200) {
                restart(new Origin(address.toString(), answer.validator(), answer.whole()));
            } else if (answer.status() == 416 || answer.status() == 206) {
                restart(new Origin(address.toString(), Optional.empty(), OptionalLong.empty()));
                throw new BrokenTransfer("the server does not send the part that is missing", null,
                        Optional.of(Duration.ZERO));
            } else {
                throw refused(answer);
            }
            requireExpectedSize(answer.whole());
            receive(answer);
        }
        if (position < whole.orElse(position)) {
            throw new BrokenTransfer(
                    "the file ended after " + position + " of " + whole.getAsLong() + " bytes",
                    null, Optional.empty());
        }
    }

    private HttpAnswer ask() throws IOException, BrokenTransfer {
        Map<String, String> headers = new LinkedHashMap<>();
        if (position > 0) {
            headers.put("Range", "bytes=" + position + "-");
            part.origin().flatMap(Origin::validator).ifPresent(text -> headers.put("If-Range", text));
        }
        try {
            return HttpAnswer.to(download.client, address, headers, download.patience);
        } catch (IOException e) {
            throw new BrokenTransfer(describe(e), e, Optional.empty());
        }
    }

    private void requireSameFile(HttpAnswer answer) throws IOException, BrokenTransfer {
        Optional<String> known = part.origin().flatMap(Origin::validator);
        boolean changed = known.isPresent() && answer.validator().isPresent()
                && !known.equals(answer.validator());
        if (changed || !answer.continuesAt(position)) {
            restart(new Origin(address.toString(), Optional.empty(), OptionalLong.empty()));
            throw new BrokenTransfer("the file changed on the server while it was fetched", null,
                    Optional.of(Duration.ZERO));
        }
    }

    private void restart(Origin origin) throws IOException {
        part.restart(origin);
        digest = Checksum.start();
        position = 0;
        resumed = false;
        whole = bytes.isPresent() ? bytes : origin.whole();
        if (task != null) {
            task.close();
            task = null;
        }
    }

    private void begin() {
        if (task == null) {
            task = download.progress.begin("fetching " + target.getFileName(), whole.orElse(0));
        }
    }

    private void receive(HttpAnswer answer) throws IOException, BrokenTransfer {
        begin();
        download.requireSpace(target.toAbsolutePath().getParent(), whole.orElse(position) - position);
        byte[] block = new byte[Checksum.BLOCK];
        for (int read = next(answer, block); read >= 0; read = next(answer, block)) {
            if (position + read > whole.orElse(ModelDownload.MOST_BYTES)) {
                throw tooLong();
            }
            part.append(block, read);
            digest.update(block, 0, read);
            position += read;
            task.advance(read);
            requireNotCancelled();
        }
    }

    private int next(HttpAnswer answer, byte[] block) throws BrokenTransfer {
        try {
            return answer.body().read(block, download.patience, download.progress::isCancelled);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("fetching " + target.getFileName());
            }
            throw new BrokenTransfer(e.getMessage(), e, Optional.empty());
        }
    }

    private void requireExpectedSize(OptionalLong announced) throws IOException {
        if (announced.isPresent() && bytes.isPresent() && announced.getAsLong() != bytes.getAsLong()) {
            part.discard();
            throw new EngramException(
                    address + ": the server's file has " + announced.getAsLong() + " bytes but "
                            + bytes.getAsLong()
                            + " are registered: the publisher changed it, or this is not the file;"
                            + " nothing was kept");
        }
        if (announced.orElse(0) > ModelDownload.MOST_BYTES) {
            throw tooLong();
        }
        if (whole.isEmpty()) {
            whole = announced;
        }
    }

    private EngramException tooLong() throws IOException {
        part.discard();
        return new EngramException(address + ": the server sends more than the "
                + whole.orElse(ModelDownload.MOST_BYTES)
                + " bytes this file may have: it is not the file that was asked for; nothing was kept");
    }

    private void requireExpected(String found) throws IOException {
        if (sha256.isPresent() && !sha256.get().equals(found)) {
            part.discard();
            throw new EngramException(
                    address + ": what arrived (" + position + " bytes) has the sha256 " + found
                            + " but " + sha256.get()
                            + " was expected: the publisher changed the file, or it was altered on"
                            + " the way; nothing was kept");
        }
    }

    private EngramException refused(HttpAnswer answer) throws BrokenTransfer {
        int status = answer.status();
        if (WORTH_ANOTHER_TRY.contains(status)) {
            Optional<Duration> asked = answer.header("retry-after").filter(text -> text.matches("\\d{1,6}"))
                    .map(text -> shorter(Duration.ofSeconds(Long.parseLong(text)), LONGEST_PAUSE));
            throw new BrokenTransfer("the server answers " + status, null, asked);
        }
        String advice = switch (status) {
            case 401, 403 ->
                "it wants a login or an agreement: open the source page in a browser, fetch the file"
                        + " there and give it with --from";
            case 404, 410 ->
                "the file is not there any more: look at the source page, fetch it by hand and give it"
                        + " with --from";
            default -> "try again later, or fetch the file by hand and give it with --from";
        };
        return new EngramException(address + ": the server answers " + status + "; " + advice);
    }

    private void requireNotCancelled() {
        if (download.progress.isCancelled()) {
            throw new CancelledException("fetching " + target.getFileName());
        }
    }

    private void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("fetching " + target.getFileName());
        }
    }

    private String describe(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "no machine named " + address.getHost()
                        + " is known here; is there a network, or a proxy to"
                        + " name with -Dhttps.proxyHost?";
            }
        }
        if (e instanceof HttpTimeoutException) {
            return "no answer within " + download.patience.toSeconds() + " s";
        }
        return e instanceof ConnectException
                ? "no connection to " + address.getHost()
                : "no answer (" + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
                        + ")";
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** The connection failed in a way that may pass. */
    private static final class BrokenTransfer extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Optional<Duration> pause;

        BrokenTransfer(String message, Throwable cause, Optional<Duration> pause) {
            super(message, cause);
            this.pause = pause;
        }
    }
}
