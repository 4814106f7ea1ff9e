/* Graphs of workflows: their size and the part that is seen. The size is kept at the place around
   the drawing, so a drawing that the server sends anew has it at once. */
(function () {
  'use strict';

  var STEP = 1.25;
  var LEAST = 0.02;
  var MOST = 3;

  /** The one of both drawings that this screen shows. */
  function shownPort(graph) {
    return Array.prototype.find.call(graph.querySelectorAll('[data-port]'), function (port) {
      return port.offsetParent !== null;
    });
  }

  function drawing(port) {
    return port.querySelector('svg.g-graph');
  }

  function scale(port) {
    var svg = drawing(port);
    return svg ? svg.getBoundingClientRect().width / Number(svg.dataset.width) : 1;
  }

  function tell(port) {
    var told = port.closest('[data-graph]').querySelector('[data-zoom-told]');
    told.textContent = Math.max(1, Math.round(scale(port) * 100)) + ' %';
  }

  /** Changes the size; what lies at this point of the port stays there. */
  function zoomTo(port, wanted, x, y) {
    var before = scale(port);
    var next = Math.min(MOST, Math.max(LEAST, wanted));
    var left = (port.scrollLeft + x) / before;
    var top = (port.scrollTop + y) / before;
    port.style.setProperty('--zoom', next);
    port.classList.add('zoomed');
    port.scrollLeft = left * next - x;
    port.scrollTop = top * next - y;
    tell(port);
  }

  function zoomBy(port, factor) {
    zoomTo(port, scale(port) * factor, port.clientWidth / 2, port.clientHeight / 2);
  }

  function fit(port) {
    var svg = drawing(port);
    if (!svg) {
      return;
    }
    var room = Math.min(window.innerHeight * 0.76, 760) - 8;
    var wanted = Math.min(1, (port.clientWidth - 8) / Number(svg.dataset.width), room / Number(svg.dataset.height));
    zoomTo(port, wanted, 0, 0);
  }

  function reset(port) {
    port.style.removeProperty('--zoom');
    port.classList.remove('zoomed');
    tell(port);
  }

  function act(port, what) {
    if (what === 'in') {
      zoomBy(port, STEP);
    } else if (what === 'out') {
      zoomBy(port, 1 / STEP);
    } else if (what === 'fit') {
      fit(port);
    } else {
      reset(port);
    }
  }

  function onKey(event) {
    var what = { '+': 'in', '=': 'in', '-': 'out', '0': 'fit' }[event.key];
    if (what && !event.ctrlKey && !event.metaKey && !event.altKey) {
      act(event.currentTarget, what);
      event.preventDefault();
    }
  }

  function onWheel(event) {
    if (!event.ctrlKey) {
      return;
    }
    event.preventDefault();
    var port = event.currentTarget;
    var box = port.getBoundingClientRect();
    zoomTo(port, scale(port) * Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
  }

  /** Pulls the drawing along with the pointer, where it is not on something to choose. */
  function onDown(event) {
    if (event.button !== 0 || event.pointerType === 'touch' || event.target.closest('[data-stage], [data-edge]')) {
      return;
    }
    var port = event.currentTarget;
    var begin = { x: event.clientX + port.scrollLeft, y: event.clientY + port.scrollTop };
    function pull(moved) {
      port.classList.add('pulled');
      port.scrollLeft = begin.x - moved.clientX;
      port.scrollTop = begin.y - moved.clientY;
    }
    function stop() {
      port.classList.remove('pulled');
      document.removeEventListener('pointermove', pull);
      document.removeEventListener('pointerup', stop);
      document.removeEventListener('pointercancel', stop);
    }
    document.addEventListener('pointermove', pull);
    document.addEventListener('pointerup', stop);
    document.addEventListener('pointercancel', stop);
  }

  function init(graph) {
    graph.addEventListener('click', function (event) {
      var button = event.target.closest('[data-zoom]');
      var port = shownPort(graph);
      if (button && port) {
        act(port, button.dataset.zoom);
      }
    });
    Array.prototype.forEach.call(graph.querySelectorAll('[data-port]'), function (port) {
      port.addEventListener('keydown', onKey);
      port.addEventListener('wheel', onWheel, { passive: false });
      port.addEventListener('pointerdown', onDown);
    });
    var port = shownPort(graph);
    if (port) {
      tell(port);
    }
  }

  Array.prototype.forEach.call(document.querySelectorAll('[data-graph]'), init);
})();
