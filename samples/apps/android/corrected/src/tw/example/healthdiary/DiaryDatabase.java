package tw.example.healthdiary;

import android.content.ContentValues;
import android.content.Context;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteOpenHelper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** Entries: the day in the clear for sorting, the text sealed. */
final class DiaryDatabase extends SQLiteOpenHelper implements AutoCloseable {
    static final String NAME = "diary.db";
    private final Vault vault;

    DiaryDatabase(Context context) {
        super(context, NAME, null, 1);
        vault = new Vault(context);
    }

    @Override
    public void onCreate(SQLiteDatabase database) {
        database.execSQL("CREATE TABLE entry (id INTEGER PRIMARY KEY, day INTEGER, mood TEXT, note BLOB)");
    }

    @Override
    public void onUpgrade(SQLiteDatabase database, int before, int after) {}

    void insert(long day, String note) throws GeneralSecurityException {
        ContentValues row = new ContentValues();
        row.put("day", day);
        row.put("note", vault.seal(note.getBytes(StandardCharsets.UTF_8)));
        getWritableDatabase().insert("entry", null, row);
    }

    Cursor withMood(String mood) {
        return getReadableDatabase().rawQuery("SELECT id, day FROM entry WHERE mood = ?", new String[] {mood});
    }
}
