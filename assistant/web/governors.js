// Ticks and the self-check are kept in this browser alone. Without this script the pages are plain lists.
(() => {
  'use strict';
  const kept = (name, otherwise) => {
    try {
      const found = JSON.parse(localStorage.getItem(name)) ?? otherwise;
      return Array.isArray(found) === Array.isArray(otherwise) ? found : otherwise;  // what is damaged counts as nothing
    } catch { return otherwise; }
  };
  const keep = (name, value) => {
    try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* the browser keeps nothing: for this visit alone */ }
  };
  const counted = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const inWords = (minutes) => {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    return [hours ? counted(hours, 'hour') : '', rest || !hours ? counted(rest, 'minute') : ''].filter(Boolean).join(' ');
  };
  document.querySelectorAll('[data-with-script]').forEach((part) => { part.hidden = false; });

  const waiting = document.querySelector('[data-waiting]');
  if (waiting) {
    const look = async () => {
      try {
        const page = await (await fetch(location.href)).text();
        if (!page.includes('data-waiting')) { location.reload(); return; }
      } catch { /* the server is not there at this moment: look again */ }
      setTimeout(look, 3000);
    };
    setTimeout(look, 1500);
  }

  const list = document.querySelector('[data-ticks]');
  if (list) {
    const items = [...list.querySelectorAll('li[data-key]')];
    const progress = document.getElementById('progress');
    const plain = progress.textContent;
    const sum = (some, name) => some.reduce((total, item) => total + Number(item.dataset[name]), 0);
    let read = kept('governors-read', []);
    const show = () => {
      items.forEach((item) => {
        const done = read.includes(item.dataset.key);
        item.classList.toggle('read', done);
        item.querySelector('.tick input').checked = done;
      });
      const left = items.filter((item) => !read.includes(item.dataset.key));
      if (left.length === items.length) progress.textContent = plain;
      else if (!left.length) progress.textContent = `You have read all ${counted(items.length, 'document')}.`;
      else {
        progress.textContent = `You have read ${items.length - left.length} of ${counted(items.length, 'document')}. `
          + `Left: ${inWords(sum(left, "minutes"))}, ${inWords(sum(left, "first"))} of it in the sections to read first.`;
      }
    };
    items.forEach((item) => {
      const label = document.createElement('label');
      const box = document.createElement('input');
      const of = document.createElement('span');
      label.className = 'tick';
      box.type = 'checkbox';
      of.className = 'unseen';
      of.textContent = `: ${item.dataset.title}`;
      label.append(box, 'I have read it', of);
      item.append(label);
      box.addEventListener('change', () => {
        read = kept('governors-read', read).filter((key) => key !== item.dataset.key);
        if (box.checked) read.push(item.dataset.key);
        keep('governors-read', read);
        show();
      });
    });
    document.querySelector('[data-print]').addEventListener('click', () => window.print());
    document.querySelector('[data-reset]').addEventListener('click', () => {
      const here = items.map((item) => item.dataset.key);
      read = kept('governors-read', read).filter((key) => !here.includes(key));
      keep('governors-read', read);
      show();
    });
    show();
  }

  const check = document.querySelector('form[data-check]');
  if (check) {
    const questions = [...check.querySelectorAll('[data-question]')];
    const choices = (question) => [...question.querySelectorAll('input[type=radio]')];
    let own = kept('governors-check', {});
    const answered = new URLSearchParams(location.search).size > 0;
    questions.forEach((question) => {
      const name = question.dataset.question;
      const text = question.querySelector('[data-own]');
      const mine = own[name] ?? {};
      text.value = mine.words ?? '';
      if (!answered) choices(question).forEach((choice) => {
        if (choice.value === mine.knew) { choice.checked = true; question.querySelector('details').open = true; }
      });
      const note = () => {
        const chosen = choices(question).find((choice) => choice.checked);
        own = { ...kept('governors-check', own), [name]: { words: text.value, knew: chosen ? chosen.value : '' } };
        keep('governors-check', own);
      };
      text.addEventListener('input', note);
      choices(question).forEach((choice) => choice.addEventListener('change', note));
      if (answered) note();
    });
    check.querySelector('[data-again]').addEventListener('click', () => {
      keep('governors-check', {});
      location.assign(location.pathname);
    });
    if (answered) document.getElementById('result')?.focus();
  }
})();
