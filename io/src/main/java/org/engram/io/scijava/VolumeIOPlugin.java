package org.engram.io.scijava;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.engram.io.format.Formats;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VolumeFormat;
import org.engram.io.volume.Volumes;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Opens and saves volumes of every installed format. What is odd about a file goes to the log of the application.
 * Found by SciJava itself; there is no need to name it.
 */
@Plugin(type = IOPlugin.class)
public class VolumeIOPlugin extends AbstractIOPlugin<Volume> {
    @Parameter(required = false)
    private LogService log;

    /** Made by SciJava. */
    public VolumeIOPlugin() {}

    @Override
    public Class<Volume> getDataType() { return Volume.class; }

    @Override
    public boolean supportsOpen(String source) {
        return hasVolumeName(Path.of(source));
    }

    @Override
    public boolean supportsOpen(Location source) {
        return source instanceof FileLocation file && hasVolumeName(file.getFile().toPath());
    }

    @Override
    public boolean supportsSave(String destination) {
        return hasVolumeName(Path.of(destination));
    }

    @Override
    public boolean supportsSave(Location destination) {
        return supportsOpen(destination);
    }

    @Override
    public Volume open(String source) throws IOException {
        return open(Path.of(source));
    }

    @Override
    public Volume open(Location source) throws IOException {
        return open(path(source));
    }

    @Override
    public void save(Volume data, String destination) throws IOException {
        save(data, Path.of(destination));
    }

    @Override
    public void save(Volume data, Location destination) throws IOException {
        save(data, path(destination));
    }

    private Volume open(Path file) throws IOException {
        return Volumes.read(file, notice -> warn(notice.toString()));
    }

    private void save(Volume volume, Path file) throws IOException {
        Volumes.write(volume, file, notice -> warn(notice.toString()));
    }

    private void warn(String text) {
        if (log != null) {
            log.warn(text);
        }
    }

    private static Path path(Location location) throws IOException {
        if (location instanceof FileLocation file) {
            return file.getFile().toPath();
        }
        throw new IOException(location + " is not a file on disk: download it first");
    }

    private static boolean hasVolumeName(Path file) {
        if (Files.isDirectory(file) || file.getFileName() == null) {
            return false;
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Formats.all().stream().filter(VolumeFormat.class::isInstance)
                .anyMatch(format -> format.extensions().stream().anyMatch(name::endsWith));
    }
}
