#!/usr/bin/env node
import { openAdministration, openIssuer } from '../../infrastructure/composition/administration'
import { openChecker } from '../../infrastructure/composition/checker'
import { generateKeys, generateKeysInto } from '../../infrastructure/composition/generate-keys'
import { openLists } from '../../infrastructure/composition/lists'
import { prepareServer } from '../../infrastructure/composition/prepare-server'
import { runServer } from '../http/run-server'
import { processTerminal } from './process-terminal'
import { run } from './run'

const { env } = process

run(
  {
    ...processTerminal(process),
    openIssuer: (kind) => openIssuer(env, kind),
    openAdministration: () => openAdministration(env),
    openLists: () => openLists(env),
    openChecker: () => openChecker(env),
    generateKeys,
    generateKeysInto,
    // A server that could not let everything go in time ends all the same.
    serve: async () => process.exit(await runServer(() => prepareServer(env))),
  },
  process.argv.slice(2),
).then((code) => {
  process.exitCode = code
})
