package org.engram.cli.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The viewer's script. A build without Node.js has none; pages then show static pictures and say so. */
public final class ViewerBundle {
    /** The sentence for readers of a page that was made without the viewer. */
    public static final String HOW_TO_GET = "The interactive viewer is not part of this build of Engram. To get it, "
            + "install Node.js 18 or newer with npm, build Engram again with a network connection, and make this "
            + "page anew.";

    private ViewerBundle() {}

    /** @return whether this build has the viewer */
    public static boolean isAvailable() {
        return ViewerBundle.class.getResource("viewer-bundle.js") != null;
    }

    /** @return the script, ready to stand between script tags; empty when the build has none */
    static Optional<String> script() {
        return ViewerBundle.class.getResource("viewer-bundle.js") == null
                ? Optional.empty()
                : Optional.of(text("viewer-bundle.js"));
    }

    /** @return the text of a resource beside this class */
    static String text(String name) {
        try (InputStream in = ViewerBundle.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name + " of this build", e);
        }
    }
}
