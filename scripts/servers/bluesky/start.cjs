// A directory of DIDs (PLC) and an account server (PDS) of the AT Protocol, for tests on loopback.
//
//   node -r ./loopback.cjs start.cjs FOLDER HOSTNAME
//
// Data stands in FOLDER; ports are free ones, written to FOLDER/ports.json once both answer.
// Accounts take handles under HOSTNAME's parent domain. Nothing secret: all is thrown away.
'use strict'

const crypto = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')
const { createRequire } = require('node:module')

const installed = createRequire(path.join(process.env.BLUESKY_MODULES, 'package.json'))
const plc = installed('@did-plc/server')
const { PDS, envToCfg, envToSecrets } = installed('@atproto/pds')

const secret = () => crypto.randomBytes(32).toString('hex')

async function startDirectory() {
  const server = plc.PlcServer.create({ db: plc.Database.mock(), port: 0 })
  return (await server.start()).address().port
}

async function startAccountServer(folder, hostname, directory) {
  const blobs = path.join(folder, 'blobs')
  fs.mkdirSync(blobs, { recursive: true })
  const settings = {
    devMode: true,
    port: 0,
    hostname,
    serviceHandleDomains: [hostname.slice(hostname.indexOf('.'))],
    dataDirectory: folder,
    blobstoreDiskLocation: blobs,
    didPlcUrl: `http://127.0.0.1:${directory}`,
    bskyAppViewUrl: 'http://127.0.0.1:9', // the discard port: there is no AppView
    bskyAppViewDid: 'did:web:appview.invalid',
    inviteRequired: false,
    disableSsrfProtection: true,
    rateLimitsEnabled: false,
    logEnabled: false,
    jwtSecret: secret(),
    adminPassword: secret(),
    plcRotationKeyK256PrivateKeyHex: secret(),
  }
  const server = await PDS.create(envToCfg(settings), envToSecrets(settings))
  return (await server.start()).address().port
}

async function main(folder, hostname) {
  const directory = await startDirectory()
  const accounts = await startAccountServer(folder, hostname, directory)
  const place = path.join(folder, 'ports.json')
  fs.writeFileSync(`${place}.new`, JSON.stringify({ plc: directory, pds: accounts }))
  fs.renameSync(`${place}.new`, place)
}

main(process.argv[2], process.argv[3]).catch((error) => {
  console.error(error)
  process.exit(1)
})
