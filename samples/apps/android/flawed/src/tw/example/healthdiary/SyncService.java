package tw.example.healthdiary;

import android.app.Service;
import android.content.Intent;
import android.os.IBinder;

/** Any app may start it and read the record that goes out as a sticky broadcast. */
public class SyncService extends Service {
    @Override
    public int onStartCommand(Intent intent, int flags, int id) {
        Intent done = new Intent("tw.example.healthdiary.SYNCED");
        done.putExtra("access_token", new Settings(this).token());
        sendStickyBroadcast(done);
        return START_NOT_STICKY;
    }

    @Override
    public IBinder onBind(Intent intent) {
        return null;
    }
}
