/* What somebody has in hand stays what it is. Answers of the server that come between pressing and
   letting go are shown afterwards, else the click of a button that was replaced would be lost; and
   what was open, marked or focused is so, too, in what takes its place. */
var GamelanHold = (function () {
  'use strict';

  /** The click follows letting go, on touch screens a moment later. */
  var CLICK_WITHIN = 50;
  var KEY = 'key';
  var SECONDARY = 2;

  var pressed = new Set();
  var dragging = false;
  var waiting = [];
  var timer = null;

  function isHeld() {
    return pressed.size > 0 || dragging;
  }

  /** Does something now, or once nothing is held, in the order of asking. */
  function whenFree(action) {
    if (isHeld() || waiting.length > 0 || timer !== null) {
      waiting.push(action);
    } else {
      action();
    }
  }

  function goOn() {
    timer = null;
    if (waiting.length > 0 && !isHeld()) {
      var next = waiting.shift();
      timer = setTimeout(goOn, 0);
      next();
    }
  }

  function letGo(pointer) {
    pressed.delete(pointer);
    goOnSoon();
  }

  function goOnSoon() {
    if (!isHeld() && timer === null) {
      timer = setTimeout(goOn, CLICK_WITHIN);
    }
  }

  /** Things that are dragged are held, too, though their pointer is told to be cancelled. */
  function drag(begins) {
    dragging = begins;
    goOnSoon();
  }

  function follow() {
    document.addEventListener('pointerdown', function (event) {
      // Nobody tells of letting go of a key where the system took it.
      pressed.delete(KEY);
      // Where a menu opens nobody may tell of letting go.
      if (event.button !== SECONDARY) {
        pressed.add(event.pointerId);
      }
    }, true);
    ['pointerup', 'pointercancel'].forEach(function (name) {
      document.addEventListener(name, function (event) {
        letGo(event.pointerId);
      }, true);
    });
    document.addEventListener('pointermove', function (event) {
      if (event.buttons === 0 && pressed.has(event.pointerId)) {
        letGo(event.pointerId);
      }
    }, true);
    document.addEventListener('keydown', function (event) {
      if (event.code === 'Space') {
        pressed.add(KEY);
      } else {
        letGo(KEY);
      }
    }, true);
    document.addEventListener('keyup', function (event) {
      if (event.code === 'Space') {
        letGo(KEY);
      }
    }, true);
    window.addEventListener('blur', function () {
      pressed.clear();
      goOnSoon();
    });
  }

  // What was opened

  function title(details) {
    var summary = details.querySelector('summary');
    return summary ? summary.textContent : '';
  }

  /** The parts that can be opened and have this title, below what has this id. */
  function alike(around, words) {
    var place = document.getElementById(around);
    return place
      ? Array.prototype.filter.call(place.querySelectorAll('details'), function (details) {
          return title(details) === words;
        })
      : [];
  }

  function opened() {
    return Array.prototype.map.call(document.querySelectorAll('details[open]'), function (details) {
      var place = details.parentElement.closest('[id]');
      var around = place ? place.id : '';
      return {
        details: details, around: around, words: title(details), index: alike(around, title(details)).indexOf(details)
      };
    });
  }

  function openAgain(all) {
    all.forEach(function (was) {
      var now = was.details.isConnected ? null : alike(was.around, was.words)[was.index];
      if (now) {
        now.open = true;
      }
    });
  }

  // What was marked

  function marked() {
    var selection = getSelection();
    // What is marked within a field is none of the page's text.
    if (selection.isCollapsed || selection.toString() === '' || document.activeElement.matches('input, textarea')) {
      return null;
    }
    var range = selection.getRangeAt(0);
    var around = range.commonAncestorContainer;
    var place = (around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement).closest('[id]');
    if (!place) {
      return null;
    }
    var before = document.createRange();
    before.selectNodeContents(place);
    before.setEnd(range.startContainer, range.startOffset);
    return { around: place.id, from: before.toString().length, text: range.toString() };
  }

  /** The text node in which so many characters of a place are over, and how many of them are its own. */
  function textAt(place, characters) {
    var walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    var left = characters;
    for (var node = walker.nextNode(); node; node = walker.nextNode()) {
      if (left <= node.length) {
        return { node: node, offset: left };
      }
      left -= node.length;
    }
    return null;
  }

  /** Where a text begins that was at some place before what stands in front of it changed. */
  function nearest(all, text, before) {
    var best = -1;
    for (var at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1)) {
      if (best < 0 || Math.abs(at - before) < Math.abs(best - before)) {
        best = at;
      }
    }
    return best;
  }

  /** Marks the same text once more, if it still is there. */
  function markAgain(was) {
    var place = was && document.getElementById(was.around);
    if (!place || getSelection().toString() !== '') {
      return;
    }
    var all = document.createRange();
    all.selectNodeContents(place);
    var begin = nearest(all.toString(), was.text, was.from);
    var from = begin < 0 ? null : textAt(place, begin);
    var to = begin < 0 ? null : textAt(place, begin + was.text.length);
    if (from && to) {
      var range = document.createRange();
      range.setStart(from.node, from.offset);
      range.setEnd(to.node, to.offset);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
  }

  // What had the focus

  function focused() {
    var element = document.activeElement;
    return element ? element.id : '';
  }

  function focusAgain(id) {
    var element = id && document.getElementById(id);
    if (element && document.activeElement === document.body) {
      element.focus({ preventScroll: true });
    }
  }

  /** Keeps all of it while something replaces parts of the page. */
  function keeping(before, replace) {
    var focus = focused() || before;
    var open = opened();
    var mark = marked();
    replace();
    openAgain(open);
    markAgain(mark);
    focusAgain(focus);
  }

  /** Has all that is told of requests wait for people who hold something. */
  function patientRequests(jQuery) {
    var send = jQuery.ajax;
    jQuery.ajax = function () {
      // A button that is disabled while it works loses the focus.
      var focus = focused();
      var sent = send.apply(this, arguments);
      if (sent.state() !== 'pending') {
        return sent;
      }
      var told = jQuery.Deferred();
      function tell(how) {
        return function () {
          var that = this;
          var what = arguments;
          whenFree(function () {
            try {
              keeping(focus, function () {
                told[how](that, what);
              });
            } finally {
              // Whatever cannot be kept: who waits for the answer gets it.
              told[how](that, what);
            }
          });
        };
      }
      sent.done(tell('resolveWith')).fail(tell('rejectWith'));
      return told.promise(sent);
    };
  }

  follow();
  if (window.jQuery) {
    patientRequests(window.jQuery);
  }

  return { whenFree: whenFree, drag: drag };
})();
