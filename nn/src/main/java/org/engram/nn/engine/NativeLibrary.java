package org.engram.nn.engine;

/** What the engine and the tokenizers, which both load a native library, need around that. */
public final class NativeLibrary {
    private NativeLibrary() {}

    /** @param property of the system, read when the library loads @param value unless the user has given one */
    public static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** @param failure of a library @return the first line of its root's message, without the native stack */
    public static String firstLine(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.lines().findFirst().orElse(message);
    }
}
