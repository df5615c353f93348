package tw.example.healthdiary;

import android.app.Notification;
import android.app.NotificationManager;
import android.app.PendingIntent;
import android.content.Context;
import android.content.Intent;

/** Puts the newest test results on the lock screen. */
final class Reminder {
    private Reminder() {}

    static void show(Context context, String results) {
        PendingIntent open = PendingIntent.getActivity(context, 0, new Intent("tw.example.healthdiary.OPEN"), 0);
        Notification notification = new Notification.Builder(context)
                .setSmallIcon(R.drawable.ic_diary)
                .setContentTitle("檢驗結果")
                .setContentText(results)
                .setContentIntent(open)
                .setVisibility(Notification.VISIBILITY_PUBLIC)
                .build();
        NotificationManager manager = (NotificationManager) context.getSystemService(Context.NOTIFICATION_SERVICE);
        manager.notify(7, notification);
    }
}
