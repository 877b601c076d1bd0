/** What a person sees in the terminal while a command runs. */
package org.engram.cli.terminal;
