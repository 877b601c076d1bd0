package org.engram.io.recording.fif.tag;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A node of the tree a file is: tags and blocks, in the order of the file. */
public final class Block {
    private final int kind;
    private final List<Tag> tags = new ArrayList<>();
    private final List<Block> children = new ArrayList<>();

    Block(int kind) {
        this.kind = kind;
    }

    void add(Tag tag) {
        tags.add(tag);
    }

    void add(Block child) {
        children.add(child);
    }

    /** @return what it is about, one of {@link Blocks}; 0 for the whole file */
    public int kind() {
        return kind;
    }

    /** @return its own tags */
    public List<Tag> tags() {
        return Collections.unmodifiableList(tags);
    }

    /** @return the blocks right inside it */
    public List<Block> children() {
        return Collections.unmodifiableList(children);
    }

    /**
     * @param tagKind what a tag means
     * @return its first own tag of that kind
     */
    public Optional<Tag> find(int tagKind) {
        return tags.stream().filter(tag -> tag.kind() == tagKind).findFirst();
    }

    /**
     * @param tagKind what a tag means
     * @return all its own tags of that kind
     */
    public List<Tag> findAll(int tagKind) {
        return tags.stream().filter(tag -> tag.kind() == tagKind).toList();
    }

    /**
     * @param blockKind what a block is about
     * @return the first such block, itself or at any depth inside
     */
    public Optional<Block> block(int blockKind) {
        return blocks(blockKind).stream().findFirst();
    }

    /**
     * @param blockKind what blocks are about
     * @return all such blocks, itself and at any depth inside, in the order of the file
     */
    public List<Block> blocks(int blockKind) {
        List<Block> found = new ArrayList<>();
        collect(blockKind, found);
        return found;
    }

    private void collect(int blockKind, List<Block> found) {
        if (kind == blockKind) {
            found.add(this);
        }
        children.forEach(child -> child.collect(blockKind, found));
    }
}
