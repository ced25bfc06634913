// Preloaded (node -r): every request counts as one that came by TLS, which the front before this server ends.
// Ghost would send it on to the https address for ever.
'use strict'

const { Server } = require('node:http')

const { emit } = Server.prototype

Server.prototype.emit = function (event, request, ...rest) {
  if (event === 'request') request.headers['x-forwarded-proto'] = 'https'
  return emit.call(this, event, request, ...rest)
}
