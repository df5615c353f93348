package tw.example.healthdiary;

import android.content.Intent;
import android.content.SharedPreferences;
import android.os.Bundle;
import android.widget.TextView;
import com.nhi.mhbsdk.MHB;
import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.List;

/** Fetches the user's 健康存摺 after consent; tickets are removed once used. */
public class HealthBankActivity extends SecureActivity implements MHB.StartProcCallback, MHB.FetchDataCallback {
    private static final String TICKET_PREFIX = "File_Ticket_";
    private MHB healthBank;
    private String apiKey;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        if (!Consent.given(this)) {
            startActivity(new Intent(this, ConsentActivity.class));
            finish();
            return;
        }
        setContentView(R.layout.activity_health_bank);
        new Thread(this::begin).start();
    }

    private void begin() {
        try {
            apiKey = Api.healthBankKey(new Session(this).token());
            healthBank = MHB.configure(this, apiKey);
            healthBank.startProc(this);
        } catch (Exception refused) {
            show(R.string.fetch_failed);
        }
    }

    @Override
    public void onStarProcSuccess() {
        SharedPreferences store = getSharedPreferences(getPackageName(), MODE_PRIVATE);
        for (String name : tickets(store)) {
            String ticket = store.getString(name, "");
            store.edit().remove(name).apply();
            healthBank.fetchData(ticket, this);
        }
    }

    @Override
    public void onStartProcFailure(String code) {
        show(R.string.fetch_failed);
    }

    @Override
    public void onFetchDataSuccess(FileInputStream archive, String serverKey) {
        boolean taken = new HealthBankImporter(this).take(archive, apiKey, serverKey);
        show(taken ? R.string.fetched : R.string.fetch_failed);
    }

    @Override
    public void onFetchDataFailure(String code) {
        show(R.string.fetch_failed);
    }

    /** Names of the tickets that the SDK left in the preferences. */
    static List<String> tickets(SharedPreferences store) {
        List<String> names = new ArrayList<>();
        for (String name : store.getAll().keySet()) {
            if (name.startsWith(TICKET_PREFIX)) {
                names.add(name);
            }
        }
        return names;
    }

    private void show(int text) {
        runOnUiThread(() -> ((TextView) findViewById(R.id.status)).setText(text));
    }
}
