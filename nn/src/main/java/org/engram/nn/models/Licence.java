package org.engram.nn.models;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Under which terms weights may be used.
 *
 * @param name such as "MIT"
 * @param terms what kind of terms these are
 * @param page where they can be read
 * @param warning what a user should know beyond the name, one sentence
 */
public record Licence(String name, Terms terms, Optional<URI> page, Optional<String> warning) {
    /** Kinds of terms. */
    public enum Terms {
        /** Any use, with attribution at most. */
        OPEN,
        /** Uses are limited, or conditions must be passed on. */
        RESTRICTED,
        /** Research or non-profit use only. */
        NON_COMMERCIAL,
        /** The publisher names no licence: by default nothing is allowed beyond what copyright law allows. */
        UNKNOWN;

        /** @return the word in a registry file: "open", "restricted", "non-commercial" or "unknown" */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Checks that all parts are there. */
    public Licence {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(page, "page");
        Objects.requireNonNull(warning, "warning");
    }

    /** @return whether a person must agree to the terms before the weights are fetched */
    public boolean mustBeAccepted() {
        return terms != Terms.OPEN;
    }

    /** @return the name with its warning, as a person reads it */
    public String describe() {
        String kind = terms == Terms.OPEN ? "" : " (" + terms.word() + ")";
        return name + kind + warning.map(text -> ": " + text).orElse("");
    }
}
