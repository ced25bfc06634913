// A directory of DIDs (PLC) and an account server (PDS) of the AT Protocol, for tests on loopback; with a
// DATABASE (the URL of an empty one of PostgreSQL) an AppView too.
//
//   node -r ./loopback.cjs start.cjs FOLDER HOSTNAME PASSWORD [DATABASE]
//
// Data stands in FOLDER; ports are free ones, written to FOLDER/ports.json once all answer. Accounts take
// handles under HOSTNAME's parent domain; their administrator has PASSWORD. All is thrown away.
'use strict'

const crypto = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')
const { createRequire } = require('node:module')

const installed = createRequire(path.join(process.env.BLUESKY_MODULES, 'package.json'))
const plc = installed('@did-plc/server')
const { startAppView } = require('./appview.cjs')
const { PDS, envToCfg, envToSecrets } = installed('@atproto/pds')

const secret = () => crypto.randomBytes(32).toString('hex')

async function startDirectory() {
  const server = plc.PlcServer.create({ db: plc.Database.mock(), port: 0 })
  return (await server.start()).address().port
}

async function startAccountServer({ folder, hostname, password, directory, appview }) {
  const blobs = path.join(folder, 'blobs')
  fs.mkdirSync(blobs, { recursive: true })
  const settings = {
    devMode: true,
    port: 0,
    hostname,
    serviceHandleDomains: [hostname.slice(hostname.indexOf('.'))],
    dataDirectory: folder,
    blobstoreDiskLocation: blobs,
    didPlcUrl: directory,
    bskyAppViewUrl: `http://127.0.0.1:${appview?.port ?? 9}`, // the discard port where there is no AppView
    bskyAppViewDid: appview?.did ?? 'did:web:appview.invalid',
    inviteRequired: false,
    disableSsrfProtection: true,
    rateLimitsEnabled: false,
    logEnabled: false,
    jwtSecret: secret(),
    adminPassword: password,
    plcRotationKeyK256PrivateKeyHex: secret(),
  }
  const server = await PDS.create(envToCfg(settings), envToSecrets(settings))
  server.ctx.cfg.service.port = (await server.start()).address().port
  return server
}

async function main(folder, hostname, password, database) {
  const ports = { plc: await startDirectory() }
  const directory = `http://127.0.0.1:${ports.plc}`
  const appview = database && (await startAppView(installed, { folder, database, directory, password }))
  const accounts = await startAccountServer({ folder, hostname, password, directory, appview })
  ports.pds = accounts.ctx.cfg.service.port
  if (appview) {
    ports.appview = appview.port
    ports.settling = await appview.watch(accounts)
  }
  const place = path.join(folder, 'ports.json')
  fs.writeFileSync(`${place}.new`, JSON.stringify(ports))
  fs.renameSync(`${place}.new`, place)
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(error)
  process.exit(1)
})
