// What the Ask page and the pages of kept answers do in the browser: send the form, follow the answer, open and close
// the source beside it, remember the pickers, copy, and send feedback. Words are only ever put in as text.
(() => {
  'use strict';
  const ORIGIN = '\ue000'; // stands for this server's address in words to copy
  const LATELY = 5;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const wide = () => window.matchMedia('(min-width: 56.25em)').matches;
  const thanked = new Map(); // feedback already given on this page, by the address of its form
  let turn = '';
  let asked = '';
  let step = '';
  let waiting = null; // a question that nothing took yet
  let opened = null; // the link that opened the source

  const kept = {
    read(name, otherwise) {
      try { return JSON.parse(localStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
    },
    write(name, value) {
      try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* the browser keeps nothing: no harm */ }
    },
  };

  const announce = (words) => {
    const status = find('#status');
    if (status) status.textContent = words;
  };

  // Asking

  const send = () => {
    const form = find('form.asking');
    const box = form.elements.question;
    if (turn) return;
    turn = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2) + Date.now();
    asked = box.value;
    step = '';
    const picked = (name) => (form.elements[name] ? form.elements[name].value : '');
    const detail = { question: asked, turn, school: picked('school'), role: picked('role'), kind: picked('kind') };
    box.value = '';
    busy(true);
    hand(form, detail);
  };

  // A question typed before Gradio listens waits for it.
  const hand = (form, detail) => {
    if (!form.closest('[data-takes]')) { waiting = detail; return; }
    form.dispatchEvent(new CustomEvent('asked', { bubbles: true, detail }));
  };

  const busy = (is) => {
    const ask = find('#ask');
    const stop = find('#stop');
    const held = document.activeElement;
    ask.hidden = is;
    stop.hidden = !is;
    if (held === ask || held === stop) find('#words').focus();
    find('#again').hidden = !find('#exchanges .exchange');
  };

  const stop = () => {
    if (!turn) return;
    find('form.asking').dispatchEvent(new CustomEvent('stopped', { bubbles: true, detail: { question: asked, turn } }));
  };

  const put = (question) => {
    const box = find('#words');
    box.value = question;
    box.focus();
  };

  const ended = (article) => {
    turn = '';
    busy(false);
    const outcome = find('.outcome', article);
    const said = all('.message, .statements li', article).map((item) => item.textContent.trim()).join(' ');
    announce(`${outcome ? outcome.textContent.trim() : 'Answered'}. ${said.slice(0, 800)}`);
    article.scrollIntoView({ block: 'start' });
    if (article.matches('.answered, .partly')) remember(find('.asked', article).textContent);
    const citation = find('a.cite', article);
    if (citation && wide()) citation.click();
    else if (!citation) close(false);
  };

  const follow = () => {
    const form = find('form.asking');
    if (form && !form.dataset.ready) prepare(form);
    const lately = find('#lately');
    if (lately && !lately.dataset.ready) showLately(lately);
    for (const [address, words] of thanked) {
      const form = find(`form.say[action="${CSS.escape(address)}"]`);
      if (form) thank(form, words);
    }
    if (!turn) return;
    const mine = all('article[data-turn]').filter((item) => item.dataset.turn === turn);
    const done = mine.find((item) => !item.matches('.waiting'));
    if (done) { ended(done); return; }
    const words = mine.length ? find('.step', mine[0]).textContent : '';
    if (words && words !== step) {
      if (!step) mine[0].scrollIntoView({ block: 'nearest' });
      step = words;
      announce(words);
    }
  };

  // What the browser remembers: the pickers, and the questions that were answered here

  const prepare = (form) => {
    form.dataset.ready = 'yes';
    for (const name of ['school', 'role']) {
      const picker = form.elements[name];
      const before = kept.read(name, '');
      if (picker && [...picker.options].some((option) => option.value === before)) picker.value = before;
    }
    forRole();
    if (wide()) find('#words').focus({ preventScroll: true });
  };

  const forRole = () => {
    const picker = find('#role');
    const groups = all('.groups .starters');
    const chosen = picker && groups.some((group) => group.dataset.role === picker.value) ? picker.value : '';
    for (const group of groups) group.hidden = Boolean(chosen) && group.dataset.role !== chosen;
  };

  const remember = (question) => {
    const before = kept.read('lately', []).filter((item) => item !== question);
    kept.write('lately', [question, ...before].slice(0, LATELY));
  };

  const showLately = (section) => {
    section.dataset.ready = 'yes';
    const questions = kept.read('lately', []);
    section.hidden = !questions.length;
    find('ul', section).replaceChildren(...questions.map((question) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'starter';
      button.dataset.ask = question;
      button.textContent = question;
      item.append(button);
      return item;
    }));
    forRole();
  };

  // The source beside the answer

  const open = (link, byHand) => {
    const pane = find('.pane');
    if (!pane) return;
    pane.hidden = false;
    document.body.classList.add('reading');
    for (const item of all('a[aria-current="true"][target="source"]')) item.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
    opened = link;
    if (!byHand) return;
    if (wide()) {
      announce('The source is open beside the answer.');
    } else {
      pane.scrollIntoView({ block: 'start' });
      find('[data-close]', pane).focus({ preventScroll: true });
    }
  };

  const close = (back) => {
    const pane = find('.pane');
    if (!pane || pane.hidden) return;
    pane.hidden = true;
    document.body.classList.remove('reading');
    if (opened) opened.removeAttribute('aria-current');
    if (back) (opened && opened.isConnected ? opened : find('#words')).focus();
  };

  // Copying and feedback

  const copy = async (button) => {
    const words = button.nextElementSibling.textContent.replaceAll(ORIGIN, location.origin);
    let done = true;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const box = document.createElement('textarea');
      box.value = words;
      box.className = 'unseen';
      document.body.append(box);
      box.select();
      done = document.execCommand('copy'); // the only way on a page without https
      box.remove();
      button.focus();
    }
    const before = button.textContent;
    button.textContent = done ? 'Copied' : 'Could not copy';
    announce(button.textContent);
    setTimeout(() => { button.textContent = before; }, 3000);
  };

  const say = async (form, submitter) => {
    const address = form.getAttribute('action');
    const sent = new URLSearchParams(new FormData(form, submitter));
    let words = 'Your feedback could not be sent. Please try again.';
    let done = false;
    try {
      const answer = await fetch(address, { method: 'POST', body: sent, headers: { Accept: 'application/json' } });
      words = (await answer.json()).said;
      done = answer.ok;
    } catch { /* the words above say it */ }
    if (!done) {
      const wrong = find('.wrong', form) ?? form.appendChild(document.createElement('p'));
      wrong.className = 'wrong';
      wrong.textContent = words;
      announce(words);
      return;
    }
    thanked.set(address, words);
    thank(form, words);
    announce(words);
  };

  const thank = (form, words) => {
    const said = document.createElement('p');
    said.className = 'done';
    said.tabIndex = -1;
    said.textContent = words;
    const held = form.contains(document.activeElement);
    form.replaceWith(said);
    if (held) said.focus({ preventScroll: true });
  };

  // Listening

  document.addEventListener('submit', (event) => {
    if (event.target.matches('form.asking')) { event.preventDefault(); send(); }
    if (event.target.matches('form.say')) { event.preventDefault(); say(event.target, event.submitter); }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target.id === 'words') {
      event.preventDefault();
      send();
    }
    if (event.key === 'Escape') close(true);
  });
  document.addEventListener('takes', () => {
    if (waiting) hand(find('form.asking'), waiting);
    waiting = null;
  });
  document.addEventListener('change', (event) => {
    if (['school', 'role'].includes(event.target.id)) kept.write(event.target.id, event.target.value);
    if (event.target.id === 'role') forRole();
  });
  document.addEventListener('click', (event) => {
    const hit = (selector) => event.target.closest(selector);
    const link = hit('a[target="source"]');
    if (link) open(link, event.isTrusted);
    const again = hit('[data-ask]');
    if (again) {
      if (again.dataset.school) {
        find('#school').value = again.dataset.school;
        kept.write('school', again.dataset.school);
      }
      put(again.dataset.ask);
      send();
    }
    if (hit('[data-edit]')) put(hit('[data-edit]').dataset.edit);
    if (hit('[data-copy]')) copy(hit('[data-copy]'));
    if (hit('[data-close]')) close(true);
    if (hit('#stop')) stop();
    if (hit('#again')) {
      turn = '';
      busy(false);
      close(false);
      find('form.asking').dispatchEvent(new CustomEvent('cleared', { bubbles: true }));
      find('#again').hidden = true;
      find('#words').focus();
    }
    if (hit('[data-forget]')) {
      kept.write('lately', []);
      find('#lately').hidden = true;
      find('#words').focus();
    }
  });
  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });
  follow();
})();
