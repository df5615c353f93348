// What comes from outside passes the cleaner, or is put in as text.
function show(response) {
    document.getElementById("title").textContent = response.title;
    document.getElementById("body").innerHTML = DOMPurify.sanitize(response.body);
    document.getElementById("note").innerHTML = "<b>" + escapeHtml(response.note) + "</b>";
}
