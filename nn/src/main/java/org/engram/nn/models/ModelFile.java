package org.engram.nn.models;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One file of a model.
 *
 * @param name its name in the store
 * @param address where it is fetched from; empty when a person must fetch it from the source page
 * @param bytes its size, if the publisher or somebody trustworthy states it
 * @param sha256 its checksum as 64 lower-case hexadecimal digits; empty means "not pinned"
 * @param tensors how many tensors it holds, if known: the first check of a network built for it
 * @param parameters how many numbers these hold together, if known
 * @param keyMaps the names of the maps from its tensor names to Engram's; none where they do not differ
 * @param content what kind of file it is
 */
public record ModelFile(String name, Optional<URI> address, OptionalLong bytes, Optional<String> sha256,
        OptionalLong tensors, OptionalLong parameters, List<String> keyMaps, Content content) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,119}");
    private static final Pattern CHECKSUM = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern REVISION = Pattern.compile(".*/(?:resolve|raw|blob)/[^/]+/(.+)");

    /** What a file holds. */
    public enum Content {
        /** Weights of networks Engram has. */
        WEIGHTS("weights"),
        /** Weights of a network Engram does not have yet. */
        NO_NETWORK_YET("weights, no network yet"),
        /** What is needed beside the weights, such as a vocabulary. */
        VOCABULARY("vocabulary");

        private final String word;

        Content(String word) {
            this.word = word;
        }

        /** @return as registry files write it */
        public String word() {
            return word;
        }
    }

    /** Checks every value. */
    public ModelFile {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(content, "content");
        keyMaps = List.copyOf(keyMaps);
        if (!NAME.matcher(name).matches() || name.endsWith(".part") || name.equals(ModelStore.RECORD)) {
            throw new IllegalArgumentException("the file name \"" + name
                    + "\" may have letters, digits, and . _ + - (not at its start), at most 120, and no folder");
        }
        if (sha256.isPresent() && !CHECKSUM.matcher(sha256.get()).matches()) {
            throw new IllegalArgumentException("the sha256 of " + name + " is \"" + sha256.get()
                    + "\": expected 64 lower-case hexadecimal digits");
        }
        if (bytes.isPresent() && bytes.getAsLong() < 1 || tensors.isPresent() && tensors.getAsLong() < 1
                || parameters.isPresent() && parameters.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "bytes, tensors and parameters of " + name + " must be at least 1 where given");
        }
        if (address.isPresent()) {
            requireSafe(name, address.get(), sha256.isPresent());
        }
    }

    private static void requireSafe(String name, URI address, boolean pinned) {
        boolean secure = "https".equals(address.getScheme());
        boolean plain = "http".equals(address.getScheme()) && (pinned || isThisMachine(address));
        if (address.getHost() == null || !secure && !plain) {
            throw new IllegalArgumentException("the url of " + name + " is " + address
                    + ": expected https://, or http:// with a sha256");
        }
    }

    static boolean isThisMachine(URI address) {
        String host = address.getHost();
        return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
    }

    /** @return the path below the publisher's repository, as a copy of that repository has it; else the last part */
    String pathAtSource() {
        if (address.isEmpty()) {
            return name;
        }
        String path = address.get().getPath();
        var matcher = REVISION.matcher(path);
        return matcher.matches() ? matcher.group(1) : path.substring(path.lastIndexOf('/') + 1);
    }
}
