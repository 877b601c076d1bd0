package org.engram.testdata;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the real recordings that lie beside the project ({@code ../shared/data} from its root). They are not part of
 * the project: a test that asks for one that is not there is skipped, with the path in its message.
 */
public final class RealData {
    private RealData() {}

    /**
     * @param relative a path inside the data folder, such as {@code "fmri/haxby2001_pymvpa/haxby2001"}
     * @return that file or folder; the calling test is skipped when it is missing
     */
    public static Path path(String relative) {
        Path found = find(relative);
        Assumptions.assumeTrue(found != null, "real data not here: ../shared/data/" + relative);
        return found;
    }

    /**
     * @param relative a path inside the data folder
     * @return whether it is there
     */
    public static boolean has(String relative) {
        return find(relative) != null;
    }

    private static Path find(String relative) {
        Path root = projectRoot();
        Path path = root == null ? null : root.resolveSibling("shared").resolve("data").resolve(relative);
        return path != null && Files.exists(path) ? path : null;
    }

    /** @return the folder that holds the reactor's {@code pom.xml} and {@code .mvn}, or null outside a checkout */
    public static Path projectRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
