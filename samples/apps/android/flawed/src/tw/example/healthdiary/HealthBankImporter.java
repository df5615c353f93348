package tw.example.healthdiary;

import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.Context;
import android.content.Intent;
import android.util.Log;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import net.lingala.zip4j.io.inputstream.ZipInputStream;
import net.lingala.zip4j.model.LocalFileHeader;
import org.json.JSONException;
import org.json.JSONObject;

/** Unpacks the archive and spreads what is in it. */
final class HealthBankImporter {
    private static final String TAG = "HealthBank";
    private final Context context;

    HealthBankImporter(Context context) {
        this.context = context;
    }

    void take(FileInputStream archive, String serverKey) {
        try {
            byte[] bytes = readAll(archive);
            File folder = context.getExternalFilesDir("healthbank");
            File kept = new File(folder, "healthbank.zip");
            write(kept, bytes);
            kept.deleteOnExit();
            unpack(kept, Crypto.archivePassword(HealthBankActivity.API_KEY, serverKey), folder);
            Api.uploadArchive(bytes, serverKey);
        } catch (IOException | GeneralSecurityException failed) {
            failed.printStackTrace();
        }
    }

    private void unpack(File archive, char[] password, File folder) throws IOException {
        ZipInputStream zip = new ZipInputStream(new FileInputStream(archive), password);
        LocalFileHeader entry;
        while ((entry = zip.getNextEntry()) != null) {
            File target = new File(folder, entry.getFileName());
            byte[] content = readAll(zip);
            write(target, content);
            spread(new String(content, "UTF-8"));
        }
        zip.close();
    }

    private void spread(String json) {
        Log.d(TAG, "record " + json);
        try {
            JSONObject data = new JSONObject(json).getJSONObject("myhealthbank").getJSONObject("bdata");
            String tests = data.getString("r7");
            String owner = data.getString("b1.1");
            new Settings(context).saveRecord(tests);
            new DiaryDatabase(context).insertRecord(owner, tests);
            cache(tests);
            Api.uploadRecord(tests);
            Reminder.show(context, tests);
            copy(tests);
            share(tests);
            context.sendBroadcast(new Intent("tw.example.healthdiary.RECORD").putExtra("record", tests));
            scatter(data);
        } catch (JSONException malformed) {
            Log.e(TAG, json, malformed);
        }
    }

    /** Every other kind of data, each to a place of its own. */
    private void scatter(JSONObject data) throws JSONException {
        Log.i(TAG, "visits " + data.getString("r1"));
        Log.i(TAG, "stays " + data.getString("r2"));
        cache(data.getString("r3"));
        Reminder.show(context, data.getString("r4"));
        new Settings(context).saveRecord(data.getString("r5"));
        copy(data.getString("r6"));
        Api.uploadRecord(data.getString("r8"));
        new DiaryDatabase(context).insertRecord("", data.getString("r9"));
        share(data.getString("r10"));
        context.sendBroadcast(new Intent("tw.example.healthdiary.RECORD").putExtra("screening", data.getString("r11")));
    }

    private void cache(String record) {
        try {
            write(new File(context.getCacheDir(), "record.json"), record.getBytes("UTF-8"));
        } catch (IOException full) {
            full.printStackTrace();
        }
    }

    private void copy(String record) {
        ClipboardManager clipboard = (ClipboardManager) context.getSystemService(Context.CLIPBOARD_SERVICE);
        clipboard.setPrimaryClip(ClipData.newPlainText("record", record));
    }

    private void share(String record) {
        Intent send = new Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, record);
        context.startActivity(send);
    }

    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        int count;
        while ((count = in.read(buffer, 0, buffer.length)) > 0) {
            out.write(buffer, 0, count);
        }
        return out.toByteArray();
    }

    private static void write(File target, byte[] content) throws IOException {
        try (FileOutputStream out = new FileOutputStream(target)) {
            out.write(content);
        }
    }
}
