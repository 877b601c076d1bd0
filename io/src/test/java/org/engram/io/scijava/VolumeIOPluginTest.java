package org.engram.io.scijava;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.io.IOService;

class VolumeIOPluginTest {
    @TempDir
    Path folder;

    @Test
    void anApplicationSavesAndOpensVolumesWithoutNamingThePlugin() throws IOException {
        float[] values = {1, 2, 3, 4.5f, 5, 6, 7, -8};
        String file = folder.resolve("map.nii.gz").toString();
        try (Context context = new Context(IOService.class)) {
            IOService service = context.service(IOService.class);
            assertInstanceOf(VolumeIOPlugin.class, service.getOpener(file));
            service.save(Volume.of(values, new long[] {2, 2, 2}, Affine.identity()), file);
            Volume opened = assertInstanceOf(Volume.class, service.open(file));
            assertArrayEquals(values, opened.readVolume(0), 0);
        }
    }
}
