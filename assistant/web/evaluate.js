// The Evaluate pages work without this script; with it a run is watched in place.
(() => {
  'use strict';
  const bar = document.getElementById('evaluation-bar');
  if (!bar) return;
  const said = document.getElementById('evaluation-words');
  const look = async () => {
    try {
      const answer = await (await fetch('/evaluate/running.json', {cache: 'no-store'})).json();
      if (answer.ended) { window.location.reload(); return; }
      if (said.textContent !== answer.words) said.textContent = answer.words;
      if (answer.total) { bar.max = answer.total; bar.value = answer.done; } else bar.removeAttribute('value');
    } catch { said.textContent = 'The assistant does not answer at this moment. Looking again …'; }
    window.setTimeout(look, 1500);
  };
  window.setTimeout(look, 500);
})();
