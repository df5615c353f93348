// What the framework itself evaluates.
function take(response) { eval(xhr.response); }
