#!/usr/bin/env node
import { processTerminal } from './process-terminal'
import { run } from './run'

const { env } = process

// What a command stands on is loaded by that command: loading the server takes longer than most of them.
const administration = () => import('../../infrastructure/composition/administration.js')
const checker = () => import('../../infrastructure/composition/checker.js')
const issuer = () => import('../../infrastructure/composition/issuer.js')
const keys = () => import('../../infrastructure/composition/generate-keys.js')
const lists = () => import('../../infrastructure/composition/lists.js')
const preparation = () => import('../../infrastructure/composition/prepare-server.js')
const server = () => import('../http/run-server.js')

async function serve(): Promise<never> {
  const { prepareServer } = await preparation()
  const { runServer } = await server()
  // A server that could not let everything go in time ends all the same.
  process.exit(await runServer(() => prepareServer(env)))
}

run(
  {
    ...processTerminal(process),
    openIssuer: async (kind) => (await issuer()).openIssuer(env, kind),
    openAdministration: async () => (await administration()).openAdministration(env),
    openLists: async () => (await lists()).openLists(env),
    openChecker: async () => (await checker()).openChecker(env),
    generateKeys: async () => (await keys()).generateKeys(),
    generateKeysInto: async (directory) => (await keys()).generateKeysInto(directory),
    serve,
  },
  process.argv.slice(2),
).then((code) => {
  process.exitCode = code
})
