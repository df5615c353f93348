// cordova
