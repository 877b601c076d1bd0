package org.engram.io.recording.fif.tag;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;

/**
 * A FIFF file: the tree of its blocks, and the content of its tags when asked for. Holds no file open. Immutable; may be
 * read by several threads at once.
 */
public final class FifFile {
    private static final int DEEPEST = 64;
    private static final int LARGEST_SPARSE = 1 << 22;

    private final Path path;
    private final FifBytes bytes;
    private final Block root;

    private FifFile(Path path, FifBytes bytes, Block root) {
        this.path = path;
        this.bytes = bytes;
        this.root = root;
    }

    /**
     * @param path a FIFF file, also compressed with gzip
     * @param lenient whether a file that was cut gives what is left of it, with a notice
     * @param notices told what is odd
     * @return the file
     * @throws FormatException if it is no FIFF file or its tags lead nowhere
     * @throws IOException if it cannot be read
     */
    public static FifFile open(Path path, boolean lenient, Consumer<Notice> notices) throws IOException {
        FifBytes bytes = FifBytes.of(path);
        List<Tag> tags = new TagScan(path, bytes, lenient, notices).tags();
        FifFile reading = new FifFile(path, bytes, new Block(0));
        reading.grow(tags);
        return reading;
    }

    private void grow(List<Tag> tags) throws IOException {
        Deque<Block> open = new ArrayDeque<>();
        open.push(root);
        for (Tag tag : tags) {
            if (tag.kind() == Kinds.BLOCK_START) {
                Block child = new Block(integer(tag));
                open.element().add(child);
                open.push(child);
                if (open.size() > DEEPEST) {
                    throw new FormatException(path, tag.position(), "blocks lie " + DEEPEST
                            + " deep in each other, no sound file has so many: it is damaged");
                }
            } else if (tag.kind() == Kinds.BLOCK_END) {
                if (open.size() > 1) {
                    open.pop();
                }
            } else {
                open.element().add(tag);
            }
        }
    }

    /** @return where it lies */
    public Path path() {
        return path;
    }

    /** @return the whole file as a block */
    public Block root() {
        return root;
    }

    /**
     * @param tag a tag that is there
     * @param message what is wrong with it
     * @return the error, with file and byte
     */
    public FormatException damaged(Tag tag, String message) {
        return new FormatException(path, tag.position(), message);
    }

    /**
     * @param block where a tag should be
     * @param kind what the tag means
     * @param what that in words
     * @return the tag
     * @throws FormatException if it is missing
     */
    public Tag need(Block block, int kind, String what) {
        return block.find(kind).orElseThrow(() -> new FormatException(path, what + " (tag " + kind
                + ") is missing in a block of kind " + block.kind() + ": the file is damaged"));
    }

    /** Reads tags of one call without opening the file for each. Not thread-safe. */
    public final class Reading implements Closeable {
        private final FifBytes.Session session;

        private Reading() {
            session = bytes.open();
        }

        /**
         * @param tag a tag
         * @param offset first byte of its content to read
         * @param into filled from its position to its limit, and flipped; must lie within the tag
         * @throws IOException if the file cannot be read
         */
        public void read(Tag tag, long offset, ByteBuffer into) throws IOException {
            if (offset < 0 || offset + into.remaining() > tag.size()) {
                throw damaged(tag, "bytes " + offset + " to " + (offset + into.remaining()) + " of a tag of "
                        + tag.size() + " bytes were expected");
            }
            session.read(tag.position() + offset, into);
        }

        @Override
        public void close() throws IOException {
            session.close();
        }
    }

    /**
     * @return a way to read several tags
     */
    public Reading reading() {
        return new Reading();
    }

    /**
     * @param tag a tag
     * @return its content
     * @throws IOException if the file cannot be read
     */
    public ByteBuffer content(Tag tag) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(tag.size());
        try (Reading reading = reading()) {
            reading.read(tag, 0, buffer);
        }
        return buffer;
    }

    /**
     * @param tag a tag
     * @return its content as text, without zero bytes at its end
     * @throws IOException if the file cannot be read
     */
    public String text(Tag tag) throws IOException {
        byte[] content = content(tag).array();
        int length = content.length;
        while (length > 0 && content[length - 1] == 0) {
            length--;
        }
        return new String(content, 0, length, StandardCharsets.ISO_8859_1);
    }

    /**
     * @param tag a tag
     * @return its content as names, which are separated by colons
     * @throws IOException if the file cannot be read
     */
    public List<String> names(Tag tag) throws IOException {
        String text = text(tag);
        return text.isEmpty() ? List.of() : List.of(text.split(":", -1));
    }

    /**
     * @param tag a tag
     * @return the only or first of its numbers as an integer
     * @throws IOException if the file cannot be read
     */
    public int integer(Tag tag) throws IOException {
        return (int) number(tag);
    }

    /**
     * @param tag a tag
     * @return the only or first of its numbers
     * @throws IOException if the file cannot be read
     */
    public double number(Tag tag) throws IOException {
        int needed = numberBytes(tag);
        if (tag.size() < needed) {
            throw damaged(tag,
                    "a tag of kind " + tag.kind() + " has " + tag.size() + " bytes, expected a number of "
                            + needed);
        }
        ByteBuffer buffer = ByteBuffer.allocate(needed);
        try (Reading reading = reading()) {
            reading.read(tag, 0, buffer);
        }
        double[] one = new double[1];
        Elements.decode(tag.type(), buffer, one, 0, 1);
        return one[0];
    }

    /**
     * @param tag a tag
     * @return all its numbers
     * @throws IOException if the file cannot be read
     */
    public double[] numbers(Tag tag) throws IOException {
        if (Types.storage(tag.type()) != 0) {
            return matrix(tag).values();
        }
        double[] values = new double[tag.size() / numberBytes(tag)];
        Elements.decode(tag.type(), content(tag), values, 0, values.length);
        return values;
    }

    /**
     * @param tag a tag
     * @return all its numbers as integers
     * @throws IOException if the file cannot be read
     */
    public int[] integers(Tag tag) throws IOException {
        double[] values = numbers(tag);
        int[] integers = new int[values.length];
        Arrays.setAll(integers, i -> (int) values[i]);
        return integers;
    }

    private int numberBytes(Tag tag) {
        int each = Types.bytes(tag.type());
        if (each == 0 || Types.element(tag.type()) == Types.OLD_PACK || Types.isComplex(tag.type())) {
            throw damaged(tag, "a tag of kind " + tag.kind() + " has type " + Types.element(tag.type())
                    + ", expected real numbers");
        }
        return each;
    }

    /**
     * @param tag a tag that is a matrix
     * @return its sizes, slowest first; their product times the bytes of a number fits the tag when it is dense
     * @throws IOException if the file cannot be read
     */
    public int[] shape(Tag tag) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(Math.min(tag.size(), 20));
        try (Reading reading = reading()) {
            reading.read(tag, tag.size() - end.capacity(), end);
        }
        int count = end.capacity() < 4 ? 0 : end.getInt(end.capacity() - 4);
        if (Types.storage(tag.type()) == 0 || count < 1 || count > 3 || end.capacity() < 4 * (count + 1)) {
            throw damaged(tag, "a tag of kind " + tag.kind() + " and type " + tag.type() + " with " + count
                    + " sizes is no matrix of one to three sizes");
        }
        int[] shape = new int[count];
        boolean sparse = Types.storage(tag.type()) != Types.DENSE;
        long product = 1;
        for (int i = 0; i < count; i++) {
            int stored = sparse ? end.capacity() - 4 * (count + 1) + 4 * i : end.capacity() - 8 - 4 * i;
            shape[i] = end.getInt(stored);
            product *= shape[i];
            if (shape[i] < 0 || product > Integer.MAX_VALUE
                    || shape[i] > (sparse ? LARGEST_SPARSE : tag.size())) {
                throw damaged(tag, "sizes " + Arrays.toString(shape) + " of a matrix in " + tag.size()
                        + " bytes are impossible");
            }
        }
        if (!sparse && product * Types.bytes(tag.type()) > tag.size() - 4L * (count + 1)) {
            throw damaged(tag,
                    "a matrix of sizes " + Arrays.toString(shape) + " does not fit its tag of " + tag.size()
                            + " bytes");
        }
        return shape;
    }

    /**
     * @param tag a tag that is a matrix of real numbers, dense or sparse
     * @return the matrix, dense
     * @throws IOException if the file cannot be read
     */
    public FifMatrix matrix(Tag tag) throws IOException {
        int[] shape = shape(tag);
        numberBytes(tag);
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        if (Types.storage(tag.type()) == Types.DENSE) {
            double[] values = new double[count];
            Elements.decode(tag.type(), content(tag), values, 0, count);
            return new FifMatrix(shape, values);
        }
        if (shape.length != 2 || count > LARGEST_SPARSE) {
            throw new UnsupportedFeatureException(
                    path + ": a sparse matrix of sizes " + Arrays.toString(shape)
                            + " is too large to be read whole");
        }
        return new FifMatrix(shape, SparseMatrix.expand(this, tag, content(tag), shape));
    }
}
