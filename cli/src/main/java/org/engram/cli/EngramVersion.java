package org.engram.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code engram --version} prints. */
final class EngramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"engram " + number(), "Java " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch")};
    }

    static String number() {
        String version = Engram.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
