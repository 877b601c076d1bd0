package org.engram.nn.models;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.engram.core.EngramException;
import org.engram.core.Progress;

/**
 * Fetches a file over HTTP: whole, checked and at its final name, or not at all.
 *
 * <p>What arrives goes into {@code NAME.part}. When the connection breaks, the rest is asked for again after a pause that
 * doubles; when the program ends, a later fetch goes on where it stopped, as long as the server says (by entity tag or
 * time of change) that its file is the same, or the checksum will. More bytes than registered are never stored. Redirects
 * are followed but never off an encrypted connection. The proxy is the one Java is told of
 * ({@code -Dhttps.proxyHost=... -Dhttps.proxyPort=...}, {@code -Djava.net.useSystemProxies=true}).
 *
 * <p>Immutable and thread-safe; one file is fetched by one process at a time.
 */
public final class ModelDownload {
    /** The largest file that is taken when its size is not registered: 64 GiB. */
    public static final long MOST_BYTES = 64L << 30;

    final HttpClient client;
    final int attempts;
    final Duration firstPause;
    final Duration patience;
    final Progress progress;
    private final FreeSpace freeSpace;

    /** How much room there is where a file goes. */
    @FunctionalInterface
    interface FreeSpace {
        long bytes(Path folder) throws IOException;
    }

    private ModelDownload(Builder builder) {
        this.attempts = builder.attempts;
        this.firstPause = builder.firstPause;
        this.patience = builder.patience;
        this.progress = builder.progress;
        this.freeSpace = builder.freeSpace;
        HttpClient.Builder made = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience);
        Optional.ofNullable(ProxySelector.getDefault()).ifPresent(made::proxy);
        this.client = made.build();
    }

    /** @return options with their defaults */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param address where the file is
     * @param target its final name; missing folders are made
     * @param bytes its size, if known: any other is an error
     * @param sha256 its checksum, if known: any other is an error
     * @return the checksum of the file, 64 lower-case hexadecimal digits
     * @throws org.engram.core.EngramException if the server refuses, the file is not the one expected, or the connection
     *         breaks too often
     * @throws org.engram.core.CancelledException if the progress asks for it; what has arrived stays for next time
     * @throws IOException if the file cannot be written
     */
    public String fetch(URI address, Path target, OptionalLong bytes, Optional<String> sha256)
            throws IOException {
        try (PartialFile part = PartialFile.open(target)) {
            return new Transfer(this, address, target, part, bytes, sha256).run();
        }
    }

    /** The progress this reports to. */
    Progress progress() {
        return progress;
    }

    void requireSpace(Path folder, long needed) throws IOException {
        long free = freeSpace.bytes(folder);
        if (needed > free) {
            throw new EngramException(folder + ": " + ByteSize.describe(needed)
                    + " are still to come but only " + ByteSize.describe(free)
                    + " are free: make room, or choose another store with --store or ENGRAM_MODELS");
        }
    }

    /** Builds a {@link ModelDownload}. */
    public static final class Builder {
        private int attempts = 5;
        private Duration firstPause = Duration.ofSeconds(1);
        private Duration patience = Duration.ofSeconds(60);
        private Progress progress = Progress.NONE;
        private FreeSpace freeSpace = folder -> Files.getFileStore(folder).getUsableSpace();

        private Builder() {}

        /**
         * @param value how often in a row a request may bring nothing before the fetch fails (default 5)
         * @return this
         */
        public Builder attempts(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("attempts is " + value + ": at least 1 is needed");
            }
            attempts = value;
            return this;
        }

        /**
         * @param value the pause before the second attempt; each further one is twice as long (default 1 s)
         * @return this
         */
        public Builder firstPause(Duration value) {
            firstPause = Objects.requireNonNull(value, "firstPause");
            return this;
        }

        /**
         * @param value how long a connection may stay silent (default 60 s)
         * @return this
         */
        public Builder patience(Duration value) {
            patience = Objects.requireNonNull(value, "patience");
            return this;
        }

        /**
         * @param value where bytes are reported, and what can cancel (default: nowhere)
         * @return this
         */
        public Builder progress(Progress value) {
            progress = Objects.requireNonNull(value, "progress");
            return this;
        }

        Builder freeSpace(FreeSpace value) {
            freeSpace = value;
            return this;
        }

        /** @return the download */
        public ModelDownload build() {
            return new ModelDownload(this);
        }
    }
}
