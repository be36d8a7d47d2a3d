const find = document.getElementById("find"), state = document.getElementById("state"), count = document.getElementById("count");
const rows = [...document.querySelectorAll(".question")].map((row) => ({ row, text: row.textContent.toLowerCase() }));
function show() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { row, text } of rows) {
    const fits = words.every((word) => text.includes(word)) && (!state.value || row.dataset.state.includes(state.value));
    row.hidden = !fits;
    shown += fits;
  }
  count.textContent = `${shown} of ${rows.length} questions`;
}
document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
find.addEventListener("input", show);
state.addEventListener("change", show);
show();
