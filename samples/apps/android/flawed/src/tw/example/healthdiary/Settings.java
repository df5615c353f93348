package tw.example.healthdiary;

import android.content.Context;
import android.content.SharedPreferences;

/** Everything the app remembers, in one preferences file that every app on old devices can read. */
final class Settings {
    private final SharedPreferences store;

    Settings(Context context) {
        store = context.getSharedPreferences("diary", Context.MODE_WORLD_READABLE);
    }

    void saveLogin(String nationalId, String password, String token) {
        store.edit()
                .putString("national_id", nationalId)
                .putString("password", password)
                .putString("access_token", token)
                .apply();
    }

    void saveKey(byte[] key) {
        store.edit().putString("db_key", android.util.Base64.encodeToString(key, 0)).apply();
    }

    void saveRecord(String json) {
        store.edit().putString("last_record", json).apply();
    }

    String token() {
        return store.getString("access_token", "");
    }
}
