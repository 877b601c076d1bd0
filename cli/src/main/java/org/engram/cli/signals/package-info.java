/**
 * Signals where people look at them: a page in which a recording is scrolled, scaled and marked, in any browser, from a
 * disk, without a server.
 *
 * <p>{@link org.engram.cli.signals.SignalBrowser} writes {@code signals.html} with a folder of sample blocks beside it; the
 * page loads a block when it is scrolled to.
 */
package org.engram.cli.signals;
