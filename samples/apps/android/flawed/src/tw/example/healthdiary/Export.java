package tw.example.healthdiary;

import android.content.Context;
import java.io.FileOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** Leaves an exported entry in a file that every app may read. */
final class Export {
    private Export() {}

    static void write(Context context, String title, String note) {
        try (FileOutputStream out = context.openFileOutput("export.bin", Context.MODE_WORLD_READABLE)) {
            out.write(Crypto.encryptNote(note.getBytes()));
            out.write(Crypto.encryptPhoto(title.getBytes()));
            out.write(Crypto.backupKey(title.toCharArray()));
        } catch (IOException | GeneralSecurityException failed) {
            failed.printStackTrace();
        }
    }
}
