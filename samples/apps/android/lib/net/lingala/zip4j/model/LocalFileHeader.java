package net.lingala.zip4j.model;

/** Stand-in with the library's class name: one entry of an archive. */
public final class LocalFileHeader {
    private final String fileName;

    public LocalFileHeader(String fileName) {
        this.fileName = fileName;
    }

    public String getFileName() {
        return fileName;
    }
}
