import { spawn, spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import path from 'node:path'
import { filesBelow, openButDeleted, type Place } from './byte-scan'
import { temporaryDirectory } from './temporary-directory'
import { until } from './until'

export interface Nginx {
  readonly url: string
  /** What lies in its directories or is held open by it. */
  written(): readonly Place[]
  end(): Promise<void>
}

export const hasNginx: boolean = spawnSync('nginx', ['-v']).status === 0

const temporaryPaths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

/** nginx with these blocks of its `http` part, in the foreground, in a directory of its own. */
export async function startNginx(blocks: (address: string) => string): Promise<Nginx> {
  const directory = await temporaryDirectory()
  const port = await freePort()
  const address = `127.0.0.1:${port}`
  const below = (name: string) => path.join(directory.path, name)
  for (const name of temporaryPaths) await mkdir(below(name))
  const file = below('nginx.conf')
  const lines = [
    'daemon off;',
    'master_process off;',
    `pid ${below('pid')};`,
    'events {}',
    'http {',
    `access_log ${below('access.log')};`,
    ...temporaryPaths.map((name) => `${name}_temp_path ${below(name)};`),
    blocks(address),
    '}',
  ]
  await writeFile(file, lines.join('\n'))
  const child = spawn('nginx', ['-e', below('error.log'), '-c', file], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const { pid } = child
  if (pid === undefined) throw new Error('nginx did not start')
  await until(async () => {
    if (child.exitCode !== null)
      throw new Error(`nginx refuses its configuration: exit code ${child.exitCode}`)
    return answers(port)
  })
  return {
    url: `http://${address}`,
    written: () => [...filesBelow(directory.path), ...openButDeleted(pid)],
    async end() {
      child.kill('SIGTERM')
      await ended
      await directory.remove()
    },
  }
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const settle = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })

/** nginx can't be asked which port it has picked. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
