package tw.example.healthdiary;

import android.content.ContentValues;
import android.content.Context;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteOpenHelper;

/** Entries and imported records, readable as they are. */
final class DiaryDatabase extends SQLiteOpenHelper {
    DiaryDatabase(Context context) {
        super(context, "diary.db", null, 1);
    }

    @Override
    public void onCreate(SQLiteDatabase database) {
        database.execSQL("CREATE TABLE entry (id INTEGER PRIMARY KEY, title TEXT, note TEXT)");
        database.execSQL("CREATE TABLE record (owner TEXT, tests TEXT)");
    }

    @Override
    public void onUpgrade(SQLiteDatabase database, int before, int after) {}

    void insertRecord(String owner, String tests) {
        ContentValues row = new ContentValues();
        row.put("owner", owner);
        row.put("tests", tests);
        getWritableDatabase().insert("record", null, row);
    }

    void insertEntry(String title, String note) {
        getWritableDatabase().execSQL("INSERT INTO entry (title, note) VALUES ('" + title + "', '" + note + "')");
    }

    Cursor search(String words) {
        return getReadableDatabase().rawQuery("SELECT * FROM entry WHERE title LIKE '%" + words + "%'", null);
    }

    Cursor rows(String[] columns, String selection, String order) {
        return getReadableDatabase().query("record", columns, selection, null, null, null, order);
    }
}
