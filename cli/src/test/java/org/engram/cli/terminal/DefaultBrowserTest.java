package org.engram.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultBrowserTest {
    private static final URI PAGE = URI.create("file:///a%20b.html");

    @Test
    void eachSystemHasItsOpenerAndNoScreenHasNone() {
        assertEquals(List.of("xdg-open", PAGE.toString()),
                DefaultBrowser.command("Linux", Map.of("DISPLAY", ":0"), PAGE));
        assertEquals(List.of(), DefaultBrowser.command("Linux", Map.of(), PAGE));
        assertEquals(List.of("open", PAGE.toString()),
                DefaultBrowser.command("Darwin Mac OS X", Map.of(), PAGE));
        assertEquals("rundll32", DefaultBrowser.command("Windows 11", Map.of(), PAGE).get(0));
    }
}
