/**
 * The {@code engram} command: one class per sub-command in {@code commands}, pages people look at in {@code report}
 * and {@code viewer}, and what is printed while they wait in {@code terminal}.
 */
package org.engram.cli;
