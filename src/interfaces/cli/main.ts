#!/usr/bin/env node
import { openAdministration, openIssuer } from '../../infrastructure/composition/administration'
import { run } from './run'

run(
  {
    openIssuer: () => openIssuer(process.env),
    openAdministration: () => openAdministration(process.env),
    print: (text) => process.stdout.write(`${text}\n`),
    complain: (text) => process.stderr.write(`${text}\n`),
  },
  process.argv.slice(2),
).then((code) => {
  process.exitCode = code
})
