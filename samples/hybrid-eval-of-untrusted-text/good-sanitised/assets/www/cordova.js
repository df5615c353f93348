// cordova
function poll(){ eval(queue.shift()); }
