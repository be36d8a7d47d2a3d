// The library works without this script; with it an upload says how far it is, and pages that wait do so in place.
(() => {
  'use strict';
  const upload = document.getElementById('upload');
  const words = document.getElementById('sending-words');

  const say = (sentence, wrong) => {
    words.textContent = sentence;
    words.className = wrong ? 'wrong' : 'quiet';
  };

  const send = () => {
    const bar = document.getElementById('sent');
    const button = upload.querySelector('button');
    const request = new XMLHttpRequest();
    const stop = (sentence) => {
      document.getElementById('sending').hidden = true;
      button.disabled = false;
      say(sentence, true);
    };
    let told = -1;
    request.open('POST', upload.action);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.addEventListener('progress', (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.floor(100 * event.loaded / event.total);
      bar.value = percent;
      const tens = Math.floor(percent / 10) * 10;
      if (tens > told) { told = tens; say(tens < 100 ? `${tens}% sent` : 'Sent. The file is being read.', false); }
    });
    request.addEventListener('load', () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { answer = {}; }
      if (answer.to) window.location.assign(answer.to);
      else stop(answer.error || request.responseText.slice(0, 300) || 'The file was not taken. Try again.');
    });
    request.addEventListener('error', () => stop('The connection was lost before the file was sent. Try again.'));
    document.getElementById('sending').hidden = false;
    button.disabled = true;
    say('Sending the file', false);
    request.send(new FormData(upload));
  };

  if (upload) {
    upload.addEventListener('submit', (event) => {
      const file = document.getElementById('file').files[0];
      const most = Number(upload.dataset.most);
      if (!file) return;
      event.preventDefault();
      if (file.size > most) {
        say(`This file is ${Math.ceil(file.size / 1048576)} MB; at most ${most / 1048576} MB can be taken. Make it smaller.`, true);
        return;
      }
      send();
    });
  }

  const bar = document.getElementById('work-bar');
  if (bar) {
    const said = document.getElementById('work-words');
    const look = async () => {
      try {
        const answer = await (await fetch('/officers/work.json', {cache: 'no-store'})).json();
        if (answer.ended || answer.error) { window.location.reload(); return; }
        if (said.textContent !== answer.words) said.textContent = answer.words;
        if (answer.total) { bar.max = answer.total; bar.value = answer.done; } else bar.removeAttribute('value');
      } catch { said.textContent = 'The assistant does not answer at this moment. Looking again …'; }
      window.setTimeout(look, 700);
    };
    window.setTimeout(look, 300);
  }

  if (document.getElementById('staged')) {
    const look = async () => {
      const answer = await fetch(window.location.href, {cache: 'no-store'}).catch(() => null);
      if (answer && !(await answer.text()).includes('id="staged"')) window.location.reload();
      else window.setTimeout(look, 700);
    };
    window.setTimeout(look, 300);
  }

  const fault = document.querySelector('[role=alert][tabindex="-1"]');
  if (fault) fault.focus();
})();
