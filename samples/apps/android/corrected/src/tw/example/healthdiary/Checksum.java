package tw.example.healthdiary;

/** Native part: the check digit of a national id; 0 when it fits. */
final class Checksum {
    static {
        System.loadLibrary("diary");
    }

    private Checksum() {}

    static native int ofNationalId(byte[] id);
}
