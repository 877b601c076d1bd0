package org.engram.nn.checkpoints.pickle;

import java.nio.ByteOrder;
import java.util.List;

/** A NumPy element type: kind and size ("f4"), and the order of its bytes. */
public final class NumpyType implements Stateful {
    private final String code;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private NumpyType(String code) {
        this.code = code;
    }

    static NumpyType named(List<Object> arguments) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof String code)
                || !code.matches("[<>|=]?[a-zA-Z][0-9]{0,9}")) {
            throw new IllegalArgumentException("expected the code of a plain element type, such as \"f4\"");
        }
        NumpyType type = new NumpyType(code.replaceFirst("^[<>|=]", ""));
        if (code.startsWith(">")) {
            type.order = ByteOrder.BIG_ENDIAN;
        }
        return type;
    }

    @Override
    public void setState(Object state) {
        if (state instanceof PickleTuple parts && parts.size() > 1 && ">".equals(parts.get(1))) {
            order = ByteOrder.BIG_ENDIAN;
        }
    }

    /** @return kind and size in bytes, such as "f4", "i8" or "b1" */
    public String code() {
        return code;
    }

    /** @return the order of the bytes of one element */
    public ByteOrder order() {
        return order;
    }

    /** @return bytes of one element */
    public int bytes() {
        return code.length() > 1 ? Integer.parseInt(code.substring(1)) : 1;
    }
}
