package tw.example.healthdiary;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads a diary backup that the user or another app hands in. */
final class BackupImporter {
    private BackupImporter() {}

    static void unzip(InputStream in, File folder) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(in)) {
            byte[] buffer = new byte[4096];
            ZipEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                try (FileOutputStream out = new FileOutputStream(new File(folder, entry.getName()))) {
                    int count;
                    while ((count = zip.read(buffer)) > 0) {
                        out.write(buffer, 0, count);
                    }
                }
            }
        }
    }

    static Object restore(InputStream in) throws IOException, ClassNotFoundException {
        return new ObjectInputStream(in).readObject();
    }
}
