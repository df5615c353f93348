package com.nhi.mhbsdk;

import android.content.Context;
import android.content.SharedPreferences;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

/**
 * Stand-in for the 健康存摺 SDK, written for this project: the class, method, callback and preference names that public
 * integrations use, and none of the SDK's code. It talks to no server and hands out whatever file lies in its folder.
 */
public final class MHB {
    static final String SERVER = "https://mhbdata.nhi.gov.tw";
    private static final String TICKET_PREFIX = "File_Ticket_";

    private final Context context;
    private final String apiKey;

    private MHB(Context context, String apiKey) {
        this.context = context;
        this.apiKey = apiKey;
    }

    public static MHB configure(Context context, String apiKey) throws Exception {
        if (apiKey == null || apiKey.length() != 32) {
            throw new Exception("102");
        }
        return new MHB(context, apiKey);
    }

    public void startProc(StartProcCallback callback) {
        SharedPreferences store = context.getSharedPreferences(context.getPackageName(), Context.MODE_PRIVATE);
        store.edit().putString(TICKET_PREFIX + System.currentTimeMillis(), SERVER + "/" + apiKey.length()).apply();
        callback.onStarProcSuccess();
    }

    public void fetchData(String fileTicket, FetchDataCallback callback) {
        try {
            File archive = new File(context.getNoBackupFilesDir(), fileTicket + ".zip");
            callback.onFetchDataSuccess(new FileInputStream(archive), fileTicket);
        } catch (IOException missing) {
            callback.onFetchDataFailure("205");
        }
    }

    /** Tells how the user's authorisation went. */
    public interface StartProcCallback {
        void onStarProcSuccess();

        void onStartProcFailure(String code);
    }

    /** Hands over the encrypted archive and the server's half of its password. */
    public interface FetchDataCallback {
        void onFetchDataSuccess(FileInputStream archive, String serverKey);

        void onFetchDataFailure(String code);
    }
}
