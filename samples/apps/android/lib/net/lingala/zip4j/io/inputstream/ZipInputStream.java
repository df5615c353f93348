package net.lingala.zip4j.io.inputstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import net.lingala.zip4j.model.LocalFileHeader;

/** Stand-in with the library's class name and calls. It reads plain archives; the password is kept, not applied. */
public class ZipInputStream extends InputStream {
    private final java.util.zip.ZipInputStream archive;
    private final char[] password;

    public ZipInputStream(InputStream in, char[] password) {
        this.archive = new java.util.zip.ZipInputStream(in);
        this.password = password.clone();
    }

    public LocalFileHeader getNextEntry() throws IOException {
        ZipEntry entry = archive.getNextEntry();
        return entry == null ? null : new LocalFileHeader(entry.getName());
    }

    @Override
    public int read() throws IOException {
        return archive.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return archive.read(buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
        java.util.Arrays.fill(password, '\0');
        archive.close();
    }
}
