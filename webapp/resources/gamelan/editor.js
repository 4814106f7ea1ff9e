/* The editor of manifests: numbers and marks beside the lines, checks while somebody types, and
   jumps from problems to their places. Only the lines that are seen are drawn, so a file of a
   megabyte is as smooth as a small one. */
var GamelanEditor = (function () {
  'use strict';

  var PAUSE = 450;
  var box = document.querySelector('[data-editor]');
  var area = document.getElementById('text');
  var gutter = box.querySelector('.gutter');
  var strips = box.querySelector('.strips');
  var timer = null;
  var clean = area.value;
  var current = -1;
  var style = getComputedStyle(area);
  var lineHeight = parseFloat(style.lineHeight);
  var padding = parseFloat(style.paddingTop);
  var starts = [];

  function index() {
    var text = area.value;
    starts = [0];
    for (var at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      starts.push(at + 1);
    }
  }

  function places() {
    return Array.prototype.map.call(document.querySelectorAll('[data-problem]'), function (button) {
      return { line: Number(button.dataset.line), column: Number(button.dataset.column), kind: button.dataset.problem };
    });
  }

  /** The worst there is to say of each line. */
  function marks() {
    var found = {};
    places().forEach(function (place) {
      if (found[place.line] !== 'error') {
        found[place.line] = place.kind;
      }
    });
    return found;
  }

  function add(parent, name, top, text) {
    var element = document.createElement('div');
    element.className = name;
    element.style.top = top + 'px';
    element.textContent = text;
    parent.append(element);
  }

  function draw() {
    var found = marks();
    var first = Math.max(0, Math.floor((area.scrollTop - padding) / lineHeight));
    var last = Math.min(starts.length, first + Math.ceil(area.clientHeight / lineHeight) + 2);
    var digits = String(starts.length).length;
    box.style.setProperty('--digits', digits);
    gutter.textContent = '';
    strips.textContent = '';
    for (var i = first; i < last; i++) {
      var top = i * lineHeight + padding - area.scrollTop;
      var kind = found[i + 1];
      add(gutter, kind ? 'n ' + kind : 'n', top, String(i + 1));
      if (kind) {
        add(strips, kind, top, '');
      }
    }
  }

  function check() {
    timer = null;
    window.gamelanCheck();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  }

  function typed() {
    index();
    draw();
    later();
  }

  function checked() {
    current = -1;
    draw();
  }

  /** Puts the caret on a place and shows it. */
  function jump(line, column) {
    var row = Math.min(Math.max(1, line), starts.length);
    var end = row < starts.length ? starts[row] - 1 : area.value.length;
    var at = Math.min(starts[row - 1] + Math.max(0, column - 1), end);
    var rest = /^[^\s:,\]}]+/.exec(area.value.slice(at, end));
    area.focus({ preventScroll: true });
    area.setSelectionRange(at, at + (rest ? rest[0].length : 0));
    area.scrollTop = Math.max(0, (row - 1) * lineHeight - area.clientHeight / 3);
    box.scrollIntoView({ block: 'nearest' });
    draw();
  }

  function step(by) {
    var all = places().sort(function (a, b) {
      return a.line - b.line || a.column - b.column;
    });
    if (all.length === 0) {
      return;
    }
    current = current < 0 && by < 0 ? all.length - 1 : (current + by + all.length) % all.length;
    jump(all[current].line, all[current].column);
  }

  /** A new line begins below the line before it. */
  function indent(event) {
    var at = area.selectionStart;
    var begin = area.value.lastIndexOf('\n', at - 1) + 1;
    var before = area.value.slice(begin, at);
    var space = /^ */.exec(before)[0] + (/:\s*[|>]?-?\s*$/.test(before) ? '  ' : '');
    if (space) {
      event.preventDefault();
      area.setRangeText('\n' + space, at, area.selectionEnd, 'end');
      area.dispatchEvent(new Event('input'));
    }
  }

  function onKey(event) {
    if (event.key === 'F8') {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Enter' && event.target === area && !event.isComposing) {
      indent(event);
    }
  }

  function onClick(event) {
    var problem = event.target.closest('[data-problem]');
    if (problem) {
      jump(Number(problem.dataset.line), Number(problem.dataset.column));
      return;
    }
    var stage = event.target.closest('.preview [data-stage]');
    if (stage) {
      event.preventDefault();
      var place = new RegExp('^ +["\']?' + stage.dataset.stage + '["\']?:', 'm').exec(area.value);
      if (place) {
        var line = area.value.slice(0, place.index).split('\n').length;
        jump(line, /\S/.exec(place[0]).index + 1);
      }
    }
  }

  /** What was saved is no longer lost by leaving; where it lies becomes the page's address. */
  function saved() {
    checked();
    var place = document.querySelector('[data-saved-folder]');
    if (place && document.getElementById('report')) {
      clean = area.value;
      var url = new URL(location.href);
      url.search = '';
      url.searchParams.set('folder', place.dataset.savedFolder);
      url.searchParams.set('file', place.dataset.savedFile);
      history.replaceState(null, '', url);
    }
  }

  area.addEventListener('input', typed);
  area.addEventListener('scroll', draw);
  new ResizeObserver(draw).observe(area);
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  document.addEventListener('change', function (event) {
    if (['folder', 'below', 'file'].indexOf(event.target.name) >= 0) {
      later();
    }
  });
  window.addEventListener('beforeunload', function (event) {
    if (area.value !== clean) {
      event.preventDefault();
    }
  });
  index();
  draw();

  return { checked: checked, saved: saved };
})();
