package com.nhi.mhbsdk;

import android.app.Activity;
import android.os.Bundle;

/** Stand-in for the SDK's plan page. */
public class PlanSelectActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        finish();
    }
}
