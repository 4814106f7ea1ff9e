/* What pages do in the browser: theme, times, copying, selection and staying up to date. */
var Gamelan = (function () {
  'use strict';

  var root = document.documentElement;

  function each(selector, action, within) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), action);
  }

  // Theme: remembered in a cookie, so that the server sends the right one at once.

  function applyTheme(choice) {
    root.dataset.theme = choice;
    tintCharts();
    each('link[data-scheme]', function (link) {
      var scheme = link.dataset.scheme;
      link.media =
        choice === 'system' ? '(prefers-color-scheme: ' + scheme + ')' : choice === scheme ? 'all' : 'not all';
    });
  }

  function initThemes() {
    each('input[name="theme-choice"]', function (input) {
      input.checked = input.value === root.dataset.theme;
      input.addEventListener('change', function () {
        document.cookie = 'gamelan-theme=' + input.value + '; path=/; max-age=31536000; samesite=lax';
        applyTheme(input.value);
      });
    });
  }

  // Charts: the server names colours, the style sheet has them.

  function colour(name) {
    var probe = document.createElement('span');
    probe.style.color = 'var(--' + name + ')';
    document.body.appendChild(probe);
    var found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  }

  function tint(config) {
    config.data.datasets.forEach(function (series) {
      series.backgroundColor = colour(series.tone);
    });
    ['x', 'y'].forEach(function (axis) {
      config.options.scales[axis].ticks.color = colour('muted');
      config.options.scales[axis].grid.color = colour('line');
    });
    config.options.plugins.legend.labels.color = colour('text');
  }

  /** Called for each chart before it is drawn. */
  function chart() {
    var config = this.cfg.config;
    var several = config.data.datasets.length > 1;
    var short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 });
    config.data.datasets.forEach(function (series) {
      series.borderRadius = 2;
      series.maxBarThickness = 36;
    });
    config.options = {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: 'index', intersect: false },
      plugins: { legend: { display: several, position: 'bottom', labels: { boxWidth: 12 } } },
      scales: {
        x: {
          stacked: true,
          grid: { display: false },
          ticks: {
            maxRotation: 0,
            autoSkipPadding: 16,
            callback: function (value) {
              return this.getLabelForValue(value).slice(5);
            }
          }
        },
        y: {
          stacked: true,
          beginAtZero: true,
          border: { display: false },
          grid: {},
          ticks: { maxTicksLimit: 6, callback: function (value) { return short.format(value); } }
        }
      }
    };
    tint(config);
  }

  function tintCharts() {
    if (!window.PrimeFaces) {
      return;
    }
    Object.keys(PrimeFaces.widgets).forEach(function (name) {
      var drawn = PrimeFaces.widgets[name].chart;
      if (drawn) {
        tint(drawn.config);
        drawn.update();
      }
    });
  }

  // Times: the server writes instants, the browser says them in its own zone.

  var UNITS = [['day', 86400], ['hour', 3600], ['minute', 60]];
  var relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });
  var exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  var clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

  function ago(date) {
    var seconds = Math.round((date.getTime() - Date.now()) / 1000);
    if (Math.abs(seconds) < 10) {
      return 'just now';
    }
    for (var i = 0; i < UNITS.length; i++) {
      if (Math.abs(seconds) >= UNITS[i][1]) {
        return relative.format(Math.round(seconds / UNITS[i][1]), UNITS[i][0]);
      }
    }
    return relative.format(seconds, 'second');
  }

  /** The time alone for what was today. */
  function timeOfDay(date) {
    return date.toDateString() === new Date().toDateString() ? clock.format(date) : exact.format(date);
  }

  function duration(millis) {
    var seconds = Math.max(0, Math.floor(millis / 1000));
    if (seconds < 60) {
      return seconds + ' s';
    }
    var minutes = Math.floor(seconds / 60);
    return minutes < 60
      ? minutes + ' min ' + (seconds % 60) + ' s'
      : Math.floor(minutes / 60) + ' h ' + (minutes % 60) + ' min';
  }

  function tellTimes() {
    each('time[datetime]', function (element) {
      var date = new Date(element.getAttribute('datetime'));
      if (isNaN(date)) {
        return;
      }
      var style = element.dataset.style;
      var text = style === 'exact' ? exact.format(date) : style === 'clock' ? timeOfDay(date) : ago(date);
      if (element.textContent !== text) {
        element.textContent = text;
      }
      element.title = exact.format(date);
    });
    each('[data-since]', function (element) {
      element.textContent = duration(Date.now() - new Date(element.dataset.since).getTime());
    });
  }

  // Staying up to date: the socket only says that something changed; the page then asks the server
  // for what this person may see. Without a socket it asks every few seconds.

  var SOONEST = 150;
  var POLL = 5000;
  var LONGEST_GAP = 60000;
  var SECOND_LOOK = 1500;
  var LONGEST_WAIT = 15000;
  var live = {
    busy: false, again: false, last: 0, timer: null, tries: 0, open: false, since: null, heardAt: 0, tick: 0
  };

  function state(name, word) {
    var element = document.getElementById('live');
    element.className = 'live ' + name;
    element.querySelector('.word').textContent = word;
  }

  function changed() {
    if (live.timer !== null) {
      return;
    }
    var pause = Number(document.getElementById('live').dataset.livePause || SOONEST);
    live.timer = setTimeout(GamelanHold.whenFree, Math.max(0, live.last + pause - Date.now()), refresh);
  }

  function refresh() {
    live.timer = null;
    if (typeof window.gamelanRefresh !== 'function') {
      return;
    }
    if (live.busy) {
      live.again = true;
      return;
    }
    live.busy = true;
    live.last = Date.now();
    window.gamelanRefresh();
  }

  /** Replaces buttons only when they have to be others, so that no press of one gets lost. */
  function refreshButtons() {
    var state = document.querySelector('[data-state]');
    var buttons = document.querySelector('[data-for-state]');
    var other = buttons && (!state || state.dataset.state !== buttons.dataset.forState);
    if (other && typeof window.gamelanButtons === 'function') {
      window.gamelanButtons();
    }
  }

  /** Called by the page when a refresh has come back. */
  function refreshed() {
    live.busy = false;
    tellTimes();
    markStage();
    refreshButtons();
    if (live.again) {
      live.again = false;
      changed();
    }
  }

  function concerns(event, subject) {
    return !subject || event.subject === subject || event.task === subject || (event.data && event.data.taskId === subject);
  }

  /** Who slept would be told of everything since: the state the server has now is enough. */
  function forgetAfterSleep() {
    if (Date.now() - live.tick > LONGEST_GAP) {
      live.since = null;
    }
    live.tick = Date.now();
  }

  function connect() {
    var element = document.getElementById('live');
    var url = new URL(element.dataset.liveSocket, location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('topics', element.dataset.liveTopics);
    // What happened before the server follows this socket comes, too; after a long break it is too much.
    var goOn = live.since && Date.now() - live.heardAt < LONGEST_GAP;
    if (goOn) {
      url.searchParams.set('since', live.since);
    }
    var socket = new WebSocket(url);
    socket.onopen = function () {
      live.open = true;
      state('on', 'live');
      // What happened while nobody listened is in the state the server has now.
      changed();
      if (!goOn) {
        setTimeout(changed, SECOND_LOOK);
      }
      live.tries = 0;
    };
    socket.onmessage = function (message) {
      var event;
      try {
        event = JSON.parse(message.data);
      } catch (broken) {
        changed();
        return;
      }
      live.since = event.id || live.since;
      if (event.type === 'resync' || concerns(event, element.dataset.liveSubject)) {
        changed();
      }
    };
    socket.onclose = function () {
      forgetAfterSleep();
      live.heardAt = live.open ? Date.now() : live.heardAt;
      live.open = false;
      state('lost', 'reconnecting');
      var wait = Math.min(LONGEST_WAIT, 500 * Math.pow(2, live.tries++));
      setTimeout(connect, wait * (0.75 + Math.random() / 2));
    };
  }

  function initLive() {
    var element = document.getElementById('live');
    if (!element || !element.dataset.liveTopics) {
      return;
    }
    live.since = element.dataset.liveSince;
    live.heardAt = live.tick = Date.now();
    connect();
    setInterval(function () {
      forgetAfterSleep();
      if (!live.open && !document.hidden) {
        changed();
      }
    }, POLL);
    document.addEventListener('visibilitychange', function () {
      if (!document.hidden) {
        changed();
      }
    });
  }

  // A page whose state the server has lost opens again, but not in a circle.

  function reload() {
    var key = 'gamelan-reloaded';
    var last = Number(sessionStorage.getItem(key) || 0);
    if (Date.now() - last > 10000) {
      sessionStorage.setItem(key, String(Date.now()));
      location.reload();
    } else {
      failed();
    }
  }

  function failed() {
    live.busy = false;
    if (document.getElementById('live')) {
      state('lost', 'out of date');
    }
  }

  // Trying an agent out: the server tells what it says while it says it.

  var trial = null;

  function showTrial(state, facts) {
    var badge = document.getElementById('trial-badge');
    badge.className = 'badge status-' + state;
    badge.textContent = state;
    document.getElementById('trial-facts').textContent = facts;
    document.getElementById('trial-stop').hidden = state !== 'running';
  }

  function noteTool(news) {
    var entry = document.createElement('li');
    var name = document.createElement('code');
    var given = document.createElement('span');
    name.textContent = news.name;
    given.className = 'meta';
    given.textContent = news.arguments;
    entry.append(name, given);
    document.getElementById('trial-tools').append(entry);
  }

  function endTrial(news) {
    var facts = [news.took, news.tokens, news.cost && 'cost ' + news.cost, news.model, news.repairs && news.repairs + ' repairs'];
    showTrial(news.status, facts.filter(Boolean).join(' · '));
    var text = document.getElementById('trial-text');
    if (news.output) {
      text.textContent = news.output;
    }
    if (news.message) {
      text.textContent += (text.textContent ? '\n\n' : '') + news.message;
    }
    text.removeAttribute('aria-busy');
    trial.close();
    trial = null;
  }

  /** Listens to the trial that the page has just begun. */
  function tryOut(args) {
    if (!args || !args.trial) {
      return;
    }
    if (trial) {
      trial.close();
    }
    var box = document.getElementById('trial');
    var text = document.getElementById('trial-text');
    var fresh = true;
    box.hidden = false;
    text.textContent = '';
    text.setAttribute('aria-busy', 'true');
    document.getElementById('trial-tools').textContent = '';
    document.getElementById('trial-stop').dataset.value = args.trial;
    showTrial('running', '');
    trial = new EventSource(box.dataset.stream + '?id=' + args.trial);
    trial.onmessage = function (message) {
      var news = JSON.parse(message.data);
      if (news.kind === 'asking') {
        fresh = true;
      } else if (news.kind === 'tool') {
        noteTool(news);
      } else if (news.kind === 'text') {
        text.textContent = fresh ? news.text : text.textContent + news.text;
        fresh = false;
      } else if (news.kind === 'end') {
        endTrial(news);
      }
    };
    trial.onerror = function () {
      if (trial && trial.readyState === EventSource.CLOSED) {
        endTrial({ status: 'failed', message: 'The server no longer knows of it.' });
      }
    };
  }

  // Clicks

  function copy(button) {
    var text = button.closest('.command').querySelector('code').textContent;
    navigator.clipboard.writeText(text).then(
      function () {
        button.textContent = 'Copied';
        setTimeout(function () {
          button.textContent = 'Copy';
        }, 1500);
      },
      function () {
        getSelection().selectAllChildren(button.closest('.command').querySelector('code'));
      });
  }

  /** Shows a stage's details; which ones is kept in the address. */
  function chooseStage(stage, part) {
    if (typeof window.gamelanSelectStage !== 'function') {
      return false;
    }
    var url = new URL(location.href);
    url.searchParams.set('stage', stage);
    if (part) {
      url.searchParams.set('part', part);
    } else {
      url.searchParams.delete('part');
    }
    url.searchParams.delete('edge');
    url.hash = '';
    history.replaceState(null, '', url);
    window.gamelanSelectStage([{ name: 'choose', value: stage }, { name: 'choosePart', value: part || '' }]);
    return true;
  }

  /** Shows the details of a way between stages; which one is kept in the address. */
  function chooseEdge(edge) {
    if (typeof window.gamelanSelectEdge !== 'function') {
      return;
    }
    var url = new URL(location.href);
    url.searchParams.set('edge', edge);
    url.searchParams.delete('stage');
    url.searchParams.delete('part');
    url.hash = '';
    history.replaceState(null, '', url);
    window.gamelanSelectEdge([{ name: 'chooseEdge', value: edge }, { name: 'choose', value: '' }]);
  }

  /** Presses what stands for one thing of a list: its value goes along, not its place. */
  function command(button) {
    if (button.dataset.command === 'gamelanCandidates' && button.dataset.value) {
      asked = button.id;
    }
    window[button.dataset.command]([{ name: 'choose', value: button.dataset.value }]);
  }

  /** Says that something takes a moment, where its outcome will stand. */
  function wait(id, words) {
    var place = document.getElementById(id);
    place.textContent = words;
  }

  /** Saves a text of the page as a file of the reader's own. */
  function download(button) {
    var source = document.getElementById(button.dataset.download);
    var text = source.value === undefined ? source.textContent : source.value;
    var link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    link.download = button.dataset.name;
    link.click();
    setTimeout(function () {
      URL.revokeObjectURL(link.href);
    }, 1000);
  }

  /** Copies a text of the page and says so on the button. */
  function copyText(button) {
    var source = document.getElementById(button.dataset.copy);
    var said = button.textContent;
    navigator.clipboard.writeText(source.value === undefined ? source.textContent : source.value).then(
      function () {
        button.textContent = 'Copied';
        setTimeout(function () {
          button.textContent = said;
        }, 1500);
      },
      function () {
        getSelection().selectAllChildren(source);
      });
  }

  function onClick(event) {
    var loading = event.target.closest('[data-download]');
    if (loading) {
      download(loading);
      return;
    }
    var copying = event.target.closest('[data-copy]');
    if (copying) {
      copyText(copying);
      return;
    }
    var commanding = event.target.closest('[data-command]');
    if (commanding) {
      command(commanding);
      return;
    }
    var button = event.target.closest('.command button');
    if (button) {
      copy(button);
      return;
    }
    var edge = event.target.closest('[data-edge]');
    if (edge) {
      chooseEdge(edge.dataset.edge);
      return;
    }
    var stage = event.target.closest('[data-stage]');
    if (stage && !event.ctrlKey && !event.metaKey && chooseStage(stage.dataset.stage, stage.dataset.part)) {
      event.preventDefault();
    }
    each('details.menu[open]', function (menu) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
  }

  // Dragging a waiting task onto an agent; the buttons do the same from the keyboard.

  var dragged = null;
  var asked = null;

  function aim(target) {
    each('.aimed', function (row) {
      row.classList.toggle('aimed', row === target);
    });
    if (target) {
      target.classList.add('aimed');
    }
  }

  function onDragStart(event) {
    var source = event.target.closest && event.target.closest('[data-drag]');
    if (!source) {
      return;
    }
    dragged = source.dataset.drag;
    // What is dragged, and what it may be dropped onto, must stay where it is.
    GamelanHold.drag(true);
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', dragged);
  }

  function onDragOver(event) {
    var target = dragged && event.target.closest && event.target.closest('[data-drop]');
    if (dragged) {
      aim(target);
    }
    if (target) {
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
    }
  }

  function onDrop(event) {
    var target = dragged && event.target.closest('[data-drop]');
    if (target) {
      event.preventDefault();
      window.gamelanAssign([{ name: 'choose', value: dragged + ':' + target.dataset.drop }]);
    }
    onDragEnd();
  }

  function onDragEnd() {
    dragged = null;
    GamelanHold.drag(false);
    aim(null);
  }

  /** Takes the keyboard to the agents that may be chosen, and back to where it came from. */
  function candidatesShown() {
    var title = document.getElementById('candidates-title');
    var back = title || (asked && document.getElementById(asked)) || document.querySelector('h1');
    if (back && (title || document.activeElement === document.body)) {
      if (!back.matches('button, a, [tabindex]')) {
        back.tabIndex = -1;
      }
      back.focus({ preventScroll: !title });
    }
  }

  /** Shows the fields of the alternative that was chosen; only those are sent. */
  function onChange(event) {
    var select = event.target.closest && event.target.closest('[data-alternatives]');
    if (!select) {
      return;
    }
    var all = document.querySelectorAll('[data-alternative="' + select.dataset.alternatives + '"]');
    all.forEach(function (fields, index) {
      fields.hidden = fields.disabled = String(index) !== select.value;
    });
  }

  function onKey(event) {
    if (event.key === 'Escape') {
      each('details.menu[open]', function (menu) {
        menu.open = false;
        menu.querySelector('summary').focus();
      });
    }
  }

  /** Marks the stage whose details are shown, in the drawing and in the table. */
  function markStage() {
    var panel = document.querySelector('[data-shown-stage]');
    each('[data-stage]:not(.chip)', function (element) {
      var chosen = panel && [panel.dataset.shownStage, panel.dataset.shownRun].indexOf(element.dataset.stage) >= 0;
      (element.closest('tr') || element).classList.toggle('selected', Boolean(chosen));
    });
    var way = document.querySelector('[data-shown-edge]');
    each('[data-edge]', function (element) {
      var chosen = way && way.dataset.shownEdge === element.dataset.edge;
      (element.closest('tr') || element).classList.toggle('selected', Boolean(chosen));
    });
  }

  /** Shows the details of the stage that was just chosen. */
  function stageShown() {
    tellTimes();
    markStage();
    var panel = document.querySelector('[data-shown-stage], [data-shown-edge]');
    if (panel) {
      panel.scrollIntoView({ block: 'nearest' });
    }
  }

  function init() {
    initThemes();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tintCharts);
    tellTimes();
    markStage();
    setInterval(tellTimes, 1000);
    document.addEventListener('click', onClick);
    document.addEventListener('keydown', onKey);
    document.addEventListener('change', onChange);
    document.addEventListener('dragstart', onDragStart);
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('drop', onDrop);
    document.addEventListener('dragend', onDragEnd);
    // There is none while something is dragged; the end of a drag is not told when its source went.
    document.addEventListener('pointerdown', onDragEnd);
    if (window.jQuery) {
      window.jQuery(document).on('pfAjaxError', failed);
      window.jQuery(document).on('pfAjaxUpdated pfAjaxComplete', function () {
        each('details:not([open]) .invalid', function (field) {
          field.closest('details').open = true;
        });
      });
    }
    initLive();
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', init);
  } else {
    init();
  }

  return { reload: reload, failed: failed, refreshed: refreshed, stageShown: stageShown, candidatesShown: candidatesShown, wait: wait, chart: chart, tryOut: tryOut };
})();
