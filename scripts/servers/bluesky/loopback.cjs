// Preloaded (node -r): every TCP server of the process listens on loopback, whatever it asked for.
// The servers below would listen on all interfaces.
'use strict'

const net = require('node:net')

const LOOPBACK = '127.0.0.1'
const listen = net.Server.prototype.listen

// The forms of net.Server.listen: (options, …), (port, host, …), (path, …), (handle, …).
function onLoopback([first, ...rest]) {
  if (first !== null && typeof first === 'object') {
    return 'port' in first ? [{ ...first, host: LOOPBACK }, ...rest] : [first, ...rest]
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return [first, ...rest]
  const others = typeof rest[0] === 'string' ? rest.slice(1) : rest
  return [first === undefined || typeof first === 'function' ? 0 : first, LOOPBACK, ...others]
}

net.Server.prototype.listen = function (...asked) {
  return listen.apply(this, onLoopback(asked))
}
