// The check stays on, whatever the names say.
cordova.plugin.http.setServerTrustMode("pinned");
var options = {rejectUnauthorized: true, acceptAllCerts: false};
request(options);
