package org.engram.cli.terminal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Opens a page in whatever browser the user has. Where there is no screen or no browser, nothing happens. */
public final class DefaultBrowser {
    private DefaultBrowser() {}

    /**
     * @param page a file
     * @return whether a browser was asked to open it
     */
    public static boolean open(Path page) {
        List<String> command = command(System.getProperty("os.name"), System.getenv(),
                page.toAbsolutePath().toUri());
        if (command.isEmpty()) {
            return false;
        }
        try {
            new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return true;
        } catch (IOException e) {
            // No opener is installed; the caller has printed where the page is.
            return false;
        }
    }

    /** The words that open an address; none where there is no screen. */
    static List<String> command(String system, Map<String, String> environment, URI address) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", address.toString());
        }
        if (name.contains("mac")) {
            return List.of("open", address.toString());
        }
        boolean hasScreen = !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
        return hasScreen ? List.of("xdg-open", address.toString()) : List.of();
    }
}
