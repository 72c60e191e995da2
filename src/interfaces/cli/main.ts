#!/usr/bin/env node
import { openConfiguredService } from '../../infrastructure/composition/configured-service'
import { program } from './program'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

async function open() {
  const opened = await openConfiguredService(process.env, () => silent)
  if (opened.outcome === 'refused') return opened
  const { service } = opened
  return { ...service, outcome: opened.outcome, newId: service.ports.newId, close: () => service.close(0) }
}

program(open, (text) => process.stdout.write(`${text}\n`))
  .parseAsync(process.argv)
  .then(
    () => process.exit(),
    (fault: unknown) => {
      const { name, message } = fault as Error
      process.stderr.write(name === 'CommandRefused' ? `${message}\n` : `The command failed: ${name}.\n`)
      process.exit(1)
    },
  )
