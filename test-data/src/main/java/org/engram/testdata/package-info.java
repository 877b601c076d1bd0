/** What tests share: where the real recordings lie, and the deterministic fixture numbers. Test scope only. */
package org.engram.testdata;
