package tw.example.healthdiary;

import android.app.Activity;
import android.content.SharedPreferences;
import android.os.Bundle;
import android.util.Log;
import com.nhi.mhbsdk.MHB;
import java.io.FileInputStream;

/** Fetches the user's 健康存摺; starts at once, consent or not. */
public class HealthBankActivity extends Activity implements MHB.StartProcCallback, MHB.FetchDataCallback {
    static final String API_KEY = "6f1d9c47b82e4a05938c7de1f2460ba7";
    private MHB healthBank;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.activity_health_bank);
        try {
            healthBank = MHB.configure(this, "6f1d9c47b82e4a05938c7de1f2460ba7");
            healthBank.startProc(this);
        } catch (Exception refused) {
            Log.e("HealthBank", "configure", refused);
        }
    }

    @Override
    public void onStarProcSuccess() {
        SharedPreferences tickets = getSharedPreferences(getPackageName(), MODE_PRIVATE);
        for (String name : tickets.getAll().keySet()) {
            if (name.startsWith("File_Ticket_")) {
                healthBank.fetchData(tickets.getString(name, ""), this);
            }
        }
    }

    @Override
    public void onStartProcFailure(String code) {
        Log.w("HealthBank", "start failed " + code);
    }

    @Override
    public void onFetchDataSuccess(FileInputStream archive, String serverKey) {
        Log.i("HealthBank", "server key " + serverKey);
        new HealthBankImporter(this).take(archive, serverKey);
    }

    @Override
    public void onFetchDataFailure(String code) {
        Log.w("HealthBank", "fetch failed " + code);
    }
}
