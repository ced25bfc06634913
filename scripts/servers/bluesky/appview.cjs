// The AppView that shows the whole network (what public.api.bsky.app is), over one account server.
// It is put together as @atproto/dev-env does it, without the moderation service (Ozone) that takes a third of
// that package's room; neither search nor recommendations.
'use strict'

const http = require('node:http')
const path = require('node:path')

const NOWHERE = 'did:web:appview.invalid'

// Starts the AppView on a PostgreSQL database of its own; `watch(pds)` then has it follow that server.
async function startAppView(installed, { folder, database, directory, password }) {
  const bsky = installed('@atproto/bsky')
  const { Secp256k1Keypair } = installed('@atproto/crypto')
  const db = new bsky.Database({ url: database, schema: 'appview', poolSize: 10 })
  await db.migrateToLatestOrThrow()
  const dataplane = await bsky.DataPlaneServer.create(db, 0, directory)
  const bsync = await bsky.MockBsync.create(db, 0)
  const config = new bsky.ServerConfig({
    version: 'for-tests',
    port: 0,
    publicUrl: 'https://cdn.bsky.app', // pictures are below it; with a cdnUrl it would serve none itself
    blobCacheLocation: path.join(folder, 'pictures'),
    serverDid: NOWHERE,
    alternateAudienceDids: [],
    didPlcUrl: directory,
    dataplaneUrls: [`http://127.0.0.1:${dataplane.server.address().port}`],
    dataplaneHttpVersion: '1.1',
    bsyncUrl: `http://127.0.0.1:${bsync.server.address().port}`,
    bsyncHttpVersion: '1.1',
    modServiceDid: NOWHERE,
    labelsFromIssuerDids: [],
    adminPasswords: [password],
    etcdHosts: [],
    bigThreadUris: new Set(),
    maxThreadParents: 50,
    searchTagsHide: new Set(),
    threadTagsBumpDown: new Set(),
    threadTagsHide: new Set(),
    visibilityTagHide: '',
    visibilityTagRankPrefix: '',
    debugFieldAllowedDids: new Set(),
    draftsLimit: 500,
    disableSsrfProtection: true,
  })
  const server = bsky.BskyAppView.create({ config, signingKey: await Secp256k1Keypair.create() })
  const { port } = (await server.start()).address()

  async function watch(pds) {
    const own = pds.ctx.cfg.service
    const local = `http://127.0.0.1:${own.port}`
    for (const resolver of [server.ctx.idResolver, dataplane.idResolver, pds.ctx.idResolver]) {
      stayOnLoopback(resolver, own.publicUrl, local)
    }
    const service = local.replace('http', 'ws')
    const following = new bsky.RepoSubscription({ service, db, idResolver: dataplane.idResolver })
    following.start()
    return serveSettling(pds, following)
  }
  return { did: NOWHERE, port, watch }
}

// Names lead nowhere here: the account server is met by its port, and it says whose the handles are.
function stayOnLoopback(resolver, name, local) {
  const resolve = resolver.did.resolveNoCache.bind(resolver.did)
  resolver.did.resolveNoCache = async (did) => {
    const found = await resolve(did)
    const home = found?.service?.find((service) => service.id === '#atproto_pds')
    if (home) home.serviceEndpoint = home.serviceEndpoint.replace(name, local)
    return found
  }
  resolver.handle.resolve = async (handle) => {
    const query = new URLSearchParams({ handle })
    const answer = await fetch(`${local}/xrpc/com.atproto.identity.resolveHandle?${query}`)
    return answer.ok ? (await answer.json()).did : undefined
  }
}

// Answers each request once the AppView shows all that the account server has said until then.
async function serveSettling(pds, following) {
  const server = http.createServer(async (_, answer) => {
    const last = (await pds.ctx.sequencer.curr()) ?? 0
    while ((following.runner.getCursor() ?? 0) < last) await new Promise((done) => setTimeout(done, 20))
    await following.processAll()
    answer.end('{}')
  })
  await new Promise((done) => server.listen(0, done))
  return server.address().port
}

module.exports = { startAppView }
