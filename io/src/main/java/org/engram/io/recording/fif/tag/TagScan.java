package org.engram.io.recording.fif.tag;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;

/** Finds all tags of a file: in its directory when it has a sound one, else one after the other. */
final class TagScan {
    /** More tags than any recording has; keeps a file of empty tags from filling the memory. */
    private static final int MOST_TAGS = 1 << 22;
    /** A chain of tags goes back only where parts were written anew, which is rare. */
    private static final int MOST_STEPS_BACK = 64;
    private static final int WINDOW_BYTES = 1 << 12;

    private final Path file;
    private final FifBytes bytes;
    private final boolean lenient;
    private final Consumer<Notice> notices;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
    private long windowStart = -1;

    TagScan(Path file, FifBytes bytes, boolean lenient, Consumer<Notice> notices) {
        this.file = file;
        this.bytes = bytes;
        this.lenient = lenient;
        this.notices = notices;
    }

    List<Tag> tags() throws IOException {
        try (FifBytes.Session session = bytes.open()) {
            if (bytes.size() < 2 * Tag.HEADER_BYTES + 4) {
                throw new FormatException(file, "has " + bytes.size()
                        + " bytes, too few for a FIFF file: it was cut, copy or download it again");
            }
            long first = header(session, 0);
            if (kind() != Kinds.FILE_ID || type() != Types.ID || size() != 20) {
                throw new FormatException(file, 0,
                        "does not begin with the identity of a FIFF file (kind 100, type 31,"
                                + " 20 bytes) but with kind " + kind() + ", type " + type() + ", " + size()
                                + " bytes: it is no FIFF file");
            }
            long pointer = directoryPointer(session, first);
            List<Tag> listed = pointer > 0 ? directory(session, pointer) : null;
            return listed != null ? listed : chain(session);
        }
    }

    private int kind() {
        return window.getInt(window.position());
    }

    private int type() {
        return window.getInt(window.position() + 4);
    }

    private int size() {
        return window.getInt(window.position() + 8);
    }

    private int next() {
        return window.getInt(window.position() + 12);
    }

    /** Moves the window to a tag header; returns where the next tag would follow. */
    private long header(FifBytes.Session session, long position) throws IOException {
        if (windowStart < 0 || position < windowStart
                || position + Tag.HEADER_BYTES > windowStart + window.limit()) {
            window.clear().limit((int) Math.min(WINDOW_BYTES, bytes.size() - position));
            session.read(position, window);
            windowStart = position;
        }
        window.position((int) (position - windowStart));
        return position + Tag.HEADER_BYTES + size();
    }

    private long directoryPointer(FifBytes.Session session, long position) throws IOException {
        if (position < 0 || position + Tag.HEADER_BYTES + 4 > bytes.size()) {
            return -1;
        }
        header(session, position);
        if (kind() != Kinds.DIRECTORY_POINTER || size() != 4) {
            return -1;
        }
        ByteBuffer value = ByteBuffer.allocate(4);
        session.read(position + Tag.HEADER_BYTES, value);
        return value.getInt(0);
    }

    /** The tags a directory lists; null, with a notice, when it is not sound. */
    private List<Tag> directory(FifBytes.Session session, long pointer) throws IOException {
        String wrong = null;
        if (pointer + Tag.HEADER_BYTES > bytes.size()) {
            wrong = "points to byte " + pointer + " of " + bytes.size();
        } else {
            header(session, pointer);
            if (kind() != Kinds.DIRECTORY || type() != Types.DIRECTORY || size() <= 0 || size() % 16 != 0
                    || pointer + Tag.HEADER_BYTES + size() > bytes.size()) {
                wrong = "points to a tag of kind " + kind() + ", type " + type() + ", " + size() + " bytes";
            }
        }
        if (wrong == null) {
            int count = size() / 16;
            List<Tag> tags = new ArrayList<>(Math.min(count, 4096));
            for (int i = 0; i < count && wrong == null; i++) {
                wrong = entry(session, pointer + Tag.HEADER_BYTES + 16L * i, i, tags);
            }
            if (wrong == null) {
                return tags;
            }
        }
        notices.accept(new Notice("fif-directory-ignored", "the directory of the file " + wrong
                + "; its tags were searched one after the other instead"));
        return null;
    }

    private String entry(FifBytes.Session session, long position, int index, List<Tag> tags)
            throws IOException {
        header(session, position);
        int kind = kind();
        int type = type();
        int size = size();
        long at = Integer.toUnsignedLong(next());
        if (kind == -1) {
            return null; // end of the list
        }
        if (size < 0 || at + Tag.HEADER_BYTES + size > bytes.size() || index == 0 && at != 0) {
            return "lists a tag of " + size + " bytes at byte " + at + " of " + bytes.size();
        }
        tags.add(new Tag(kind, type, size, at + Tag.HEADER_BYTES));
        return null;
    }

    private List<Tag> chain(FifBytes.Session session) throws IOException {
        List<Tag> tags = new ArrayList<>();
        long position = 0;
        int back = 0;
        while (true) {
            if (position + Tag.HEADER_BYTES > bytes.size()) {
                cut(position, "ends in the middle of its tags: " + bytes.size() + " bytes, no last tag");
                return tags;
            }
            long follows = header(session, position);
            if (size() < 0 || follows > bytes.size()) {
                cut(position, "a tag of kind " + kind() + " has " + size() + " bytes, but "
                        + (bytes.size() - position - Tag.HEADER_BYTES) + " are left");
                return tags;
            }
            tags.add(new Tag(kind(), type(), size(), position + Tag.HEADER_BYTES));
            int next = next();
            if (next < 0) {
                return tags;
            }
            long following = next == 0 ? follows : next;
            if (following <= position && ++back > MOST_STEPS_BACK || tags.size() >= MOST_TAGS) {
                throw new FormatException(file, position, "the tags lead back to byte " + following
                        + " again and again or have no end (" + tags.size()
                        + " so far): the file is damaged");
            }
            if (next == 0 && following == bytes.size()) {
                return tags;
            }
            position = following;
        }
    }

    private void cut(long position, String what) {
        String text = what + "; the file was cut, copy or download it again";
        if (!lenient) {
            throw new FormatException(file, position, text + ", or read it leniently to get what is there");
        }
        notices.accept(new Notice("fif-cut", text));
    }
}
