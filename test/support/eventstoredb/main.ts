// The server in a process of its own, over the options it is given as JSON:
//   node -r ./test/support/typescript.cjs test/support/eventstoredb/main.ts '{"port":2113}'
// The first line it writes is its port and connection string; commands.ts has what it is told. It ends with its
// standard input.
import { createInterface } from 'node:readline'
import { type Command, createCommands } from './commands'
import { type EventStoreServerOptions, startEventStoreServer } from './server'

const write = (line: unknown) => void process.stdout.write(`${JSON.stringify(line)}\n`)

async function main(options: EventStoreServerOptions): Promise<void> {
  const server = await startEventStoreServer(options)
  const obey = createCommands(server)
  write({ port: server.port, connectionString: server.connectionString })
  for await (const line of createInterface({ input: process.stdin })) {
    const command: Command = JSON.parse(line)
    write(await obey(command))
  }
  await server.close()
}

void main(JSON.parse(process.argv[2] ?? '{}'))
