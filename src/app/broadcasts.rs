//! Broadcast actions that only the system may send (`protected-broadcast` of the platform's own manifest, API level 29).

/// Below `android.intent.action.`.
const INTENTS: &str = "\
    ACTION_IDLE_MAINTENANCE_END ACTION_IDLE_MAINTENANCE_START ACTION_POWER_CONNECTED ACTION_POWER_DISCONNECTED \
    ACTION_SHUTDOWN AIRPLANE_MODE ANY_DATA_STATE APPLICATION_RESTRICTIONS_CHANGED BATTERY_CHANGED \
    BATTERY_LEVEL_CHANGED BATTERY_LOW BATTERY_OKAY BOOT_COMPLETED CONFIGURATION_CHANGED CONTENT_CHANGED DATE_CHANGED \
    DEVICE_CUSTOMIZATION_READY DEVICE_LOCKED_CHANGED DEVICE_STORAGE_FULL DEVICE_STORAGE_LOW DEVICE_STORAGE_NOT_FULL \
    DEVICE_STORAGE_OK DOCK_ACTIVE DOCK_EVENT DOCK_IDLE DREAMING_STARTED DREAMING_STOPPED DROPBOX_ENTRY_ADDED \
    EXTERNAL_APPLICATIONS_AVAILABLE EXTERNAL_APPLICATIONS_UNAVAILABLE GLOBAL_BUTTON HDMI_PLUGGED HEADSET_PLUG \
    INTENT_FILTER_NEEDS_VERIFICATION LOCALE_CHANGED LOCKED_BOOT_COMPLETED MANAGED_PROFILE_ADDED \
    MANAGED_PROFILE_AVAILABLE MANAGED_PROFILE_REMOVED MANAGED_PROFILE_UNAVAILABLE MANAGED_PROFILE_UNLOCKED \
    MASTER_CLEAR_NOTIFICATION MEDIA_BAD_REMOVAL MEDIA_CHECKING MEDIA_EJECT MEDIA_MOUNTED MEDIA_NOFS MEDIA_REMOVED \
    MEDIA_RESOURCE_GRANTED MEDIA_SHARED MEDIA_UNMOUNTABLE MEDIA_UNMOUNTED MEDIA_UNSHARED MY_PACKAGE_REPLACED \
    MY_PACKAGE_SUSPENDED MY_PACKAGE_UNSUSPENDED NEW_OUTGOING_CALL PACKAGES_SUSPENDED PACKAGES_UNSUSPENDED \
    PACKAGE_ADDED PACKAGE_CHANGED PACKAGE_DATA_CLEARED PACKAGE_ENABLE_ROLLBACK PACKAGE_FIRST_LAUNCH \
    PACKAGE_FULLY_REMOVED PACKAGE_INSTALL PACKAGE_NEEDS_VERIFICATION PACKAGE_REMOVED PACKAGE_REPLACED \
    PACKAGE_RESTARTED PACKAGE_VERIFIED PHONE_STATE PRE_BOOT_COMPLETED PROXY_CHANGE QUERY_PACKAGE_RESTART REBOOT \
    SCREEN_OFF SCREEN_ON SUBSCRIPTION_PHONE_STATE SUB_DEFAULT_CHANGED THERMAL_EVENT TIMEZONE_CHANGED TIME_SET \
    TIME_TICK UID_REMOVED USER_ACTIVITY_NOTIFICATION USER_ADDED USER_BACKGROUND USER_FOREGROUND USER_INFO_CHANGED \
    USER_INITIALIZE USER_PRESENT USER_REMOVED USER_STARTED USER_STARTING USER_STOPPED USER_STOPPING USER_SWITCHED \
    USER_UNLOCKED WALLPAPER_CHANGED";

/// In full.
const OTHERS: &str = "\
    android.accounts.LOGIN_ACCOUNTS_CHANGED android.accounts.action.ACCOUNT_REMOVED \
    android.accounts.action.VISIBLE_ACCOUNTS_CHANGED android.app.action.ACTION_PASSWORD_CHANGED \
    android.app.action.ACTION_PASSWORD_EXPIRING android.app.action.ACTION_PASSWORD_FAILED \
    android.app.action.ACTION_PASSWORD_SUCCEEDED android.app.action.AFFILIATED_PROFILE_TRANSFER_OWNERSHIP_COMPLETE \
    android.app.action.APPLICATION_DELEGATION_SCOPES_CHANGED android.app.action.APP_BLOCK_STATE_CHANGED \
    android.app.action.BUGREPORT_FAILED android.app.action.BUGREPORT_SHARE \
    android.app.action.BUGREPORT_SHARING_DECLINED android.app.action.CHOOSE_PRIVATE_KEY_ALIAS \
    android.app.action.DATA_SHARING_RESTRICTION_CHANGED android.app.action.DEVICE_ADMIN_DISABLED \
    android.app.action.DEVICE_ADMIN_DISABLE_REQUESTED android.app.action.DEVICE_ADMIN_ENABLED \
    android.app.action.DEVICE_OWNER_CHANGED android.app.action.DEVICE_POLICY_MANAGER_STATE_CHANGED \
    android.app.action.ENTER_CAR_MODE android.app.action.ENTER_DESK_MODE android.app.action.EXIT_CAR_MODE \
    android.app.action.EXIT_DESK_MODE android.app.action.INTERRUPTION_FILTER_CHANGED \
    android.app.action.INTERRUPTION_FILTER_CHANGED_INTERNAL android.app.action.LOCK_TASK_ENTERING \
    android.app.action.LOCK_TASK_EXITING android.app.action.MANAGED_USER_CREATED \
    android.app.action.NETWORK_LOGS_AVAILABLE android.app.action.NEXT_ALARM_CLOCK_CHANGED \
    android.app.action.NOTIFICATION_CHANNEL_BLOCK_STATE_CHANGED \
    android.app.action.NOTIFICATION_CHANNEL_GROUP_BLOCK_STATE_CHANGED \
    android.app.action.NOTIFICATION_POLICY_ACCESS_GRANTED_CHANGED android.app.action.NOTIFICATION_POLICY_CHANGED \
    android.app.action.NOTIFY_PENDING_SYSTEM_UPDATE android.app.action.PROFILE_OWNER_CHANGED \
    android.app.action.SECURITY_LOGS_AVAILABLE android.app.action.SHOW_DEVICE_MONITORING_DIALOG \
    android.app.action.STATSD_STARTED android.app.action.SYSTEM_UPDATE_POLICY_CHANGED \
    android.app.action.TRANSFER_OWNERSHIP_COMPLETE android.bluetooth.a2dp-sink.profile.action.AUDIO_CONFIG_CHANGED \
    android.bluetooth.a2dp-sink.profile.action.CONNECTION_STATE_CHANGED android.bluetooth.a2dp- \
    sink.profile.action.PLAYING_STATE_CHANGED android.bluetooth.a2dp.profile.action.ACTIVE_DEVICE_CHANGED \
    android.bluetooth.a2dp.profile.action.CODEC_CONFIG_CHANGED \
    android.bluetooth.a2dp.profile.action.CONNECTION_STATE_CHANGED \
    android.bluetooth.a2dp.profile.action.PLAYING_STATE_CHANGED android.bluetooth.adapter.action.BLE_ACL_CONNECTED \
    android.bluetooth.adapter.action.BLE_ACL_DISCONNECTED android.bluetooth.adapter.action.BLE_STATE_CHANGED \
    android.bluetooth.adapter.action.BLUETOOTH_ADDRESS_CHANGED \
    android.bluetooth.adapter.action.CONNECTION_STATE_CHANGED android.bluetooth.adapter.action.DISCOVERY_FINISHED \
    android.bluetooth.adapter.action.DISCOVERY_STARTED android.bluetooth.adapter.action.LOCAL_NAME_CHANGED \
    android.bluetooth.adapter.action.SCAN_MODE_CHANGED android.bluetooth.adapter.action.STATE_CHANGED \
    android.bluetooth.avrcp-controller.profile.action.BROWSE_CONNECTION_STATE_CHANGED android.bluetooth.avrcp- \
    controller.profile.action.CONNECTION_STATE_CHANGED android.bluetooth.avrcp-controller.profile.action.FOLDER_LIST \
    android.bluetooth.avrcp-controller.profile.action.TRACK_EVENT android.bluetooth.device.action.ACL_CONNECTED \
    android.bluetooth.device.action.ACL_DISCONNECTED android.bluetooth.device.action.ACL_DISCONNECT_REQUESTED \
    android.bluetooth.device.action.ALIAS_CHANGED android.bluetooth.device.action.BATTERY_LEVEL_CHANGED \
    android.bluetooth.device.action.BOND_STATE_CHANGED android.bluetooth.device.action.CLASS_CHANGED \
    android.bluetooth.device.action.CONNECTION_ACCESS_CANCEL android.bluetooth.device.action.CONNECTION_ACCESS_REPLY \
    android.bluetooth.device.action.CONNECTION_ACCESS_REQUEST android.bluetooth.device.action.FOUND \
    android.bluetooth.device.action.MAS_INSTANCE android.bluetooth.device.action.NAME_CHANGED \
    android.bluetooth.device.action.NAME_FAILED android.bluetooth.device.action.PAIRING_CANCEL \
    android.bluetooth.device.action.PAIRING_REQUEST android.bluetooth.device.action.SDP_RECORD \
    android.bluetooth.device.action.UUID android.bluetooth.devicepicker.action.DEVICE_SELECTED \
    android.bluetooth.devicepicker.action.LAUNCH android.bluetooth.headset.action.HF_INDICATORS_VALUE_CHANGED \
    android.bluetooth.headset.action.VENDOR_SPECIFIC_HEADSET_EVENT \
    android.bluetooth.headset.profile.action.ACTIVE_DEVICE_CHANGED \
    android.bluetooth.headset.profile.action.AUDIO_STATE_CHANGED \
    android.bluetooth.headset.profile.action.CONNECTION_STATE_CHANGED \
    android.bluetooth.headsetclient.profile.action.AG_CALL_CHANGED \
    android.bluetooth.headsetclient.profile.action.AG_EVENT \
    android.bluetooth.headsetclient.profile.action.AUDIO_STATE_CHANGED \
    android.bluetooth.headsetclient.profile.action.CONNECTION_STATE_CHANGED \
    android.bluetooth.headsetclient.profile.action.LAST_VTAG android.bluetooth.headsetclient.profile.action.RESULT \
    android.bluetooth.hearingaid.profile.action.ACTIVE_DEVICE_CHANGED \
    android.bluetooth.hearingaid.profile.action.CONNECTION_STATE_CHANGED \
    android.bluetooth.hearingaid.profile.action.PLAYING_STATE_CHANGED \
    android.bluetooth.hiddevice.profile.action.CONNECTION_STATE_CHANGED \
    android.bluetooth.input.profile.action.CONNECTION_STATE_CHANGED android.bluetooth.input.profile.action.HANDSHAKE \
    android.bluetooth.input.profile.action.IDLE_TIME_CHANGED \
    android.bluetooth.input.profile.action.PROTOCOL_MODE_CHANGED android.bluetooth.input.profile.action.REPORT \
    android.bluetooth.input.profile.action.VIRTUAL_UNPLUG_STATUS android.bluetooth.intent.DISCOVERABLE_TIMEOUT \
    android.bluetooth.map.profile.action.CONNECTION_STATE_CHANGED \
    android.bluetooth.mapmce.profile.action.CONNECTION_STATE_CHANGED \
    android.bluetooth.mapmce.profile.action.MESSAGE_DELIVERED_SUCCESSFULLY \
    android.bluetooth.mapmce.profile.action.MESSAGE_RECEIVED \
    android.bluetooth.mapmce.profile.action.MESSAGE_SENT_SUCCESSFULLY \
    android.bluetooth.pan.profile.action.CONNECTION_STATE_CHANGED \
    android.bluetooth.pbap.profile.action.CONNECTION_STATE_CHANGED \
    android.bluetooth.pbapclient.profile.action.CONNECTION_STATE_CHANGED \
    android.bluetooth.sap.profile.action.CONNECTION_STATE_CHANGED android.hardware.usb.action.USB_ACCESSORY_ATTACHED \
    android.hardware.usb.action.USB_ACCESSORY_DETACHED android.hardware.usb.action.USB_DEVICE_ATTACHED \
    android.hardware.usb.action.USB_DEVICE_DETACHED android.hardware.usb.action.USB_PORT_CHANGED \
    android.hardware.usb.action.USB_STATE android.intent.action.PHONE_STATE android.location.MODE_CHANGED \
    android.location.PROVIDERS_CHANGED android.media.ACTION_SCO_AUDIO_STATE_UPDATED \
    android.media.AUDIO_BECOMING_NOISY android.media.INTERNAL_RINGER_MODE_CHANGED_ACTION \
    android.media.MASTER_BALANCE_CHANGED_ACTION android.media.MASTER_MONO_CHANGED_ACTION \
    android.media.MASTER_MUTE_CHANGED_ACTION android.media.MASTER_VOLUME_CHANGED_ACTION \
    android.media.RINGER_MODE_CHANGED android.media.SCO_AUDIO_STATE_CHANGED \
    android.media.STREAM_DEVICES_CHANGED_ACTION android.media.STREAM_MUTE_CHANGED_ACTION \
    android.media.VIBRATE_SETTING_CHANGED android.media.VOLUME_CHANGED_ACTION android.media.action.HDMI_AUDIO_PLUG \
    android.media.action.MICROPHONE_MUTE_CHANGED android.media.action.SPEAKERPHONE_STATE_CHANGED \
    android.media.tv.action.CHANNEL_BROWSABLE_REQUESTED android.media.tv.action.PARENTAL_CONTROLS_ENABLED_CHANGED \
    android.media.tv.action.PREVIEW_PROGRAM_ADDED_TO_WATCH_NEXT \
    android.media.tv.action.PREVIEW_PROGRAM_BROWSABLE_DISABLED \
    android.media.tv.action.WATCH_NEXT_PROGRAM_BROWSABLE_DISABLED \
    android.net.ConnectivityService.action.PKT_CNT_SAMPLE_INTERVAL_ELAPSED \
    android.net.conn.BACKGROUND_DATA_SETTING_CHANGED android.net.conn.CAPTIVE_PORTAL \
    android.net.conn.CAPTIVE_PORTAL_TEST_COMPLETED android.net.conn.CONNECTIVITY_CHANGE \
    android.net.conn.CONNECTIVITY_CHANGE_IMMEDIATE android.net.conn.CONNECTIVITY_CHANGE_SUPL \
    android.net.conn.DATA_ACTIVITY_CHANGE android.net.conn.INET_CONDITION_ACTION \
    android.net.conn.NETWORK_CONDITIONS_MEASURED android.net.conn.RESTRICT_BACKGROUND_CHANGED \
    android.net.conn.TETHER_STATE_CHANGED android.net.nsd.STATE_CHANGED android.net.proxy.PAC_REFRESH \
    android.net.scoring.SCORER_CHANGED android.net.scoring.SCORE_NETWORKS android.net.sip.SIP_SERVICE_UP \
    android.net.wifi.CONFIGURED_NETWORKS_CHANGE android.net.wifi.LINK_CONFIGURATION_CHANGED \
    android.net.wifi.PASSPOINT_ICON_RECEIVED android.net.wifi.RSSI_CHANGED android.net.wifi.SCAN_RESULTS \
    android.net.wifi.STATE_CHANGE android.net.wifi.WIFI_AP_STATE_CHANGED android.net.wifi.WIFI_CREDENTIAL_CHANGED \
    android.net.wifi.WIFI_SCAN_AVAILABLE android.net.wifi.WIFI_STATE_CHANGED \
    android.net.wifi.action.PASSPOINT_DEAUTH_IMMINENT android.net.wifi.action.PASSPOINT_ICON \
    android.net.wifi.action.PASSPOINT_LAUNCH_OSU_VIEW android.net.wifi.action.PASSPOINT_OSU_PROVIDERS_LIST \
    android.net.wifi.action.PASSPOINT_SUBSCRIPTION_REMEDIATION \
    android.net.wifi.action.WIFI_NETWORK_SUGGESTION_POST_CONNECTION \
    android.net.wifi.aware.action.WIFI_AWARE_STATE_CHANGED android.net.wifi.p2p.CONNECTION_STATE_CHANGE \
    android.net.wifi.p2p.DISCOVERY_STATE_CHANGE android.net.wifi.p2p.PEERS_CHANGED \
    android.net.wifi.p2p.PERSISTENT_GROUPS_CHANGED android.net.wifi.p2p.STATE_CHANGED \
    android.net.wifi.p2p.THIS_DEVICE_CHANGED android.net.wifi.rtt.action.WIFI_RTT_STATE_CHANGED \
    android.net.wifi.supplicant.CONNECTION_CHANGE android.net.wifi.supplicant.STATE_CHANGE \
    android.nfc.action.ADAPTER_STATE_CHANGED android.nfc.action.TRANSACTION_DETECTED \
    android.nfc.handover.intent.action.HANDOVER_SEND android.nfc.handover.intent.action.HANDOVER_SEND_MULTIPLE \
    android.nfc.handover.intent.action.HANDOVER_STARTED android.nfc.handover.intent.action.TRANSFER_DONE \
    android.nfc.handover.intent.action.TRANSFER_PROGRESS android.os.action.ACTION_EFFECTS_SUPPRESSOR_CHANGED \
    android.os.action.CHARGING android.os.action.DEVICE_IDLE_MODE_CHANGED android.os.action.DISCHARGING \
    android.os.action.LIGHT_DEVICE_IDLE_MODE_CHANGED android.os.action.POWER_SAVE_MODE_CHANGED \
    android.os.action.POWER_SAVE_MODE_CHANGED_INTERNAL android.os.action.POWER_SAVE_MODE_CHANGING \
    android.os.action.POWER_SAVE_TEMP_WHITELIST_CHANGED android.os.action.POWER_SAVE_WHITELIST_CHANGED \
    android.os.action.SCREEN_BRIGHTNESS_BOOST_CHANGED android.os.action.SETTING_RESTORED \
    android.os.action.USER_RESTRICTIONS_CHANGED android.provider.Telephony.MMS_DOWNLOADED \
    android.provider.Telephony.SMS_DELIVER android.provider.Telephony.SMS_RECEIVED \
    android.provider.Telephony.WAP_PUSH_DELIVER android.provider.Telephony.WAP_PUSH_RECEIVED \
    android.telecom.action.DEFAULT_DIALER_CHANGED android.telecom.action.NUISANCE_CALL_STATUS_CHANGED \
    android.telecom.action.PHONE_ACCOUNT_REGISTERED android.telecom.action.PHONE_ACCOUNT_UNREGISTERED \
    android.telecom.action.SHOW_MISSED_CALLS_NOTIFICATION android.telephony.action.CARRIER_CONFIG_CHANGED \
    android.telephony.action.DEFAULT_SMS_SUBSCRIPTION_CHANGED android.telephony.action.DEFAULT_SUBSCRIPTION_CHANGED \
    android.telephony.action.SECRET_CODE android.telephony.action.SHOW_VOICEMAIL_NOTIFICATION \
    android.telephony.action.SUBSCRIPTION_PLANS_CHANGED android.telephony.euicc.action.OTA_STATUS_CHANGED";

/// Whether only the system may send a broadcast with this action.
pub fn is_protected(action: &str) -> bool {
    match action.strip_prefix("android.intent.action.") {
        Some(short) => INTENTS.split(' ').any(|known| known == short),
        None => OTHERS.split(' ').any(|known| known == action),
    }
}

#[cfg(test)]
mod tests {
    use super::is_protected;

    #[test]
    fn system_broadcasts_are_known() {
        assert!(is_protected("android.intent.action.BOOT_COMPLETED"));
        assert!(is_protected("android.provider.Telephony.SMS_RECEIVED"));
        assert!(!is_protected("android.intent.action.VIEW") && !is_protected("com.example.PUSH"));
    }
}
