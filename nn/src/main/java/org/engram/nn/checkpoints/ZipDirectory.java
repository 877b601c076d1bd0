package org.engram.nn.checkpoints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.engram.core.FormatException;
import org.engram.core.UnsupportedFeatureException;

/**
 * The table of contents of a ZIP file whose entries are stored as they are, as PyTorch writes them (also beyond 4 GiB,
 * ZIP64). Nothing is unpacked and no name becomes a path; a compressed entry is refused when it is used, so there is
 * nothing a small file could blow up to.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_64_LOCATOR = 0x07064b50;
    private static final int END_64 = 0x06064b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int LONGEST_DIRECTORY = 256 << 20;
    private static final long UNKNOWN_32 = 0xFFFFFFFFL;

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    ZipDirectory(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
        readDirectory();
    }

    private record Entry(int method, int flags, long storedBytes, long bytes, long header) {}

    Iterable<String> names() {
        return entries.keySet();
    }

    boolean holds(String name) {
        return entries.containsKey(name);
    }

    /** @return where the bytes of an entry lie; they are checked to be inside the file and not compressed */
    MappedStorage content(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new FormatException(file, "the archive has no entry " + name
                    + ", which its table of tensors names: it is truncated or damaged");
        }
        if (entry.method() != 0 || (entry.flags() & 1) != 0 || entry.storedBytes() != entry.bytes()) {
            throw new UnsupportedFeatureException(file + ": the entry " + name
                    + " is compressed or encrypted; PyTorch stores entries as they are. Unpack the archive and pack it "
                    + "again without compression (zip -0), or save it again with torch.save");
        }
        ByteBuffer local = read(entry.header(), 30);
        if (local.getInt(0) != LOCAL) {
            throw new FormatException(file, entry.header(), "there is no entry where the archive says " + name
                    + " begins");
        }
        long start = entry.header() + 30 + (local.getShort(26) & 0xFFFF) + (local.getShort(28) & 0xFFFF);
        if (entry.bytes() > size - start) {
            throw new FormatException(file, start,
                    name + " would have " + entry.bytes() + " bytes, beyond the end");
        }
        return new MappedStorage(file, channel, start, entry.bytes());
    }

    private void readDirectory() throws IOException {
        int tailBytes = (int) Math.min(size, 22 + 0xFFFF);
        ByteBuffer tail = read(size - tailBytes, tailBytes);
        int end = tailBytes - 22;
        while (end >= 0 && tail.getInt(end) != END) {
            end--;
        }
        if (end < 0) {
            throw new FormatException(file,
                    "a ZIP archive without its table of contents: the file is truncated; "
                            + "download it again");
        }
        long bytes = tail.getInt(end + 12) & UNKNOWN_32;
        long offset = tail.getInt(end + 16) & UNKNOWN_32;
        if (end >= 20 && tail.getInt(end - 20) == END_64_LOCATOR) {
            long at = tail.getLong(end - 20 + 8);
            ByteBuffer large = read(at, 56);
            if (large.getInt(0) != END_64) {
                throw new FormatException(file, at, "broken table of contents of a large ZIP archive");
            }
            bytes = large.getLong(40);
            offset = large.getLong(48);
        }
        if (bytes < 0 || bytes > LONGEST_DIRECTORY) {
            throw new FormatException(file,
                    "a ZIP table of contents of " + Long.toUnsignedString(bytes) + " bytes");
        }
        ByteBuffer directory = read(offset, (int) bytes);
        while (directory.remaining() >= 46) {
            readEntry(directory);
        }
    }

    private void readEntry(ByteBuffer directory) {
        int at = directory.position();
        int nameBytes = directory.getShort(at + 28) & 0xFFFF;
        int extraBytes = directory.getShort(at + 30) & 0xFFFF;
        int commentBytes = directory.getShort(at + 32) & 0xFFFF;
        if (directory.getInt(at) != CENTRAL
                || 46 + nameBytes + extraBytes + commentBytes > directory.remaining()) {
            throw new FormatException(file,
                    "broken table of contents of a ZIP archive after " + entries.size()
                            + " entries");
        }
        byte[] name = new byte[nameBytes];
        directory.get(at + 46, name);
        long stored = directory.getInt(at + 20) & UNKNOWN_32;
        long bytes = directory.getInt(at + 24) & UNKNOWN_32;
        long header = directory.getInt(at + 42) & UNKNOWN_32;
        int extra = at + 46 + nameBytes;
        int extraEnd = extra + extraBytes;
        while (extra + 4 <= extraEnd) {
            int kind = directory.getShort(extra) & 0xFFFF;
            int next = extra + 4 + (directory.getShort(extra + 2) & 0xFFFF);
            int field = extra + 4;
            if (kind == 1 && next <= extraEnd) {
                // The large sizes stand here in this order, each only if its small field says it does not know.
                if (bytes == UNKNOWN_32 && field + 8 <= next) {
                    bytes = directory.getLong(field);
                    field += 8;
                }
                if (stored == UNKNOWN_32 && field + 8 <= next) {
                    stored = directory.getLong(field);
                    field += 8;
                }
                if (header == UNKNOWN_32 && field + 8 <= next) {
                    header = directory.getLong(field);
                }
            }
            extra = next;
        }
        if (bytes < 0 || stored < 0 || header < 0) {
            throw new FormatException(file, "an entry of the ZIP archive has a negative size or place");
        }
        Entry entry = new Entry(directory.getShort(at + 10) & 0xFFFF, directory.getShort(at + 8) & 0xFFFF,
                stored,
                bytes, header);
        String path = new String(name, StandardCharsets.UTF_8);
        if (entries.put(path, entry) != null) {
            throw new FormatException(file, "the ZIP archive has two entries named " + path);
        }
        directory.position(extraEnd + commentBytes);
    }

    private ByteBuffer read(long offset, int count) throws IOException {
        if (offset < 0 || offset > size - count) {
            throw new FormatException(file, "the ZIP archive refers to byte " + Long.toUnsignedString(offset)
                    + ", but the file has " + size + ": it is truncated or damaged; download it again");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new FormatException(file, offset, "the file ends here");
            }
        }
        return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    }
}
