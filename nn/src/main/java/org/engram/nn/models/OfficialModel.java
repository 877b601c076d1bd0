package org.engram.nn.models;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.engram.core.EngramException;
import org.engram.io.table.ClosestName;

/**
 * Weights somebody published.
 *
 * @param name what commands call it: lower-case letters, digits, dots and hyphens
 * @param title its name in full
 * @param description what it does, in one line
 * @param paper the publication, as one cites it
 * @param source the publisher's page
 * @param licence the terms of the weights
 * @param files its files, at least one
 * @param note what a user should know before using it
 */
public record OfficialModel(String name, String title, String description, String paper, URI source,
        Licence licence, List<ModelFile> files, Optional<String> note) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

    /** Checks the name and that the files differ in theirs. */
    public OfficialModel {
        files = List.copyOf(files);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the model name \"" + name
                    + "\" may have lower-case letters, digits, dots and hyphens, at most 64");
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("the model " + name + " has no files");
        }
        var names = new HashSet<String>();
        for (ModelFile file : files) {
            if (!names.add(file.name())) {
                throw new IllegalArgumentException(
                        "the model " + name + " has two files named " + file.name());
            }
        }
    }

    /**
     * @param fileName the name of one of its files
     * @return that file
     */
    public ModelFile file(String fileName) {
        return files.stream().filter(file -> file.name().equals(fileName)).findFirst()
                .orElseThrow(() -> new EngramException("the model " + name + " has no file \"" + fileName
                        + "\": " + ClosestName.hint(fileName, files.stream().map(ModelFile::name).toList())));
    }

    /** @return the sizes of all files together; empty when one is not known */
    public OptionalLong bytes() {
        return files.stream().allMatch(file -> file.bytes().isPresent())
                ? OptionalLong.of(files.stream().mapToLong(file -> file.bytes().getAsLong()).sum())
                : OptionalLong.empty();
    }

    /** @return whether the checksum of every file is known */
    public boolean isPinned() {
        return files.stream().allMatch(file -> file.sha256().isPresent());
    }
}
