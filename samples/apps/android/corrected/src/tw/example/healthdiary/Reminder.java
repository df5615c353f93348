package tw.example.healthdiary;

import android.app.Notification;
import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.app.PendingIntent;
import android.content.Context;
import android.content.Intent;

/** Reminds of writing; says nothing about the user's health and is hidden on the lock screen. */
final class Reminder {
    private static final String CHANNEL = "reminder";
    /** PendingIntent.FLAG_IMMUTABLE; the platform jar of the build is older. */
    private static final int FLAG_IMMUTABLE = 0x04000000;

    private Reminder() {}

    static void schedule(Context context) {
        NotificationManager manager = (NotificationManager) context.getSystemService(Context.NOTIFICATION_SERVICE);
        NotificationChannel channel = new NotificationChannel(
                CHANNEL, context.getText(R.string.reminder), NotificationManager.IMPORTANCE_DEFAULT);
        channel.setLockscreenVisibility(Notification.VISIBILITY_SECRET);
        manager.createNotificationChannel(channel);
        Intent open = new Intent(context, UnlockActivity.class);
        Notification notification = new Notification.Builder(context, CHANNEL)
                .setSmallIcon(R.drawable.ic_diary)
                .setContentTitle(context.getText(R.string.app_name))
                .setContentText(context.getText(R.string.reminder))
                .setContentIntent(PendingIntent.getActivity(context, 0, open, FLAG_IMMUTABLE))
                .setVisibility(Notification.VISIBILITY_SECRET)
                .setAutoCancel(true)
                .build();
        manager.notify(7, notification);
    }
}
