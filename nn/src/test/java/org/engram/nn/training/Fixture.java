package org.engram.nn.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.engram.io.array.NpyArray;
import org.engram.io.array.NpzFile;

/** Arrays written by training.py. */
final class Fixture {
    private Fixture() {}

    static Map<String, NpyArray> read(String name) {
        try {
            return NpzFile.read(Path.of(Fixture.class.getResource(name).toURI()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
