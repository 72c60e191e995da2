// Records the command line at work as docs/terminal.md; with --print it only prints the page. Ids, secrets, times
// and speeds are replaced, so that the page is the same from every machine.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { normaliser } from './terminal-normaliser.mjs'

const repository = fileURLToPath(new URL('..', import.meta.url))
const commandFile = path.join(repository, 'dist', 'interfaces', 'cli', 'main.js')
const shownUrl = 'http://127.0.0.1:8080'

/** What is typed, in its order, each line with what it is for. */
const lines = [
  ['A user, and a project that the user owns:', 'aperture user add jdoe --group census'],
  [null, 'aperture project add Census --owner jdoe'],
  ['A table of some size, made of the sample:', copies(4)],
  [
    'What would become of it, without a service:',
    'aperture check --definition samples/adult/adult.xml --csv people.csv',
  ],
  ['A token for one upload:', 'aperture token issue --project 2 --user jdoe > token'],
  [
    'The upload. The bar is drawn over and over on one line; here it is as it passes each quarter:',
    `aperture upload --url ${shownUrl} --definition samples/adult/adult.xml --csv people.csv < token`,
  ],
  ['What the history holds of it:', 'aperture history --from 8'],
  [
    'The same token a second time:',
    `aperture upload --url ${shownUrl} --definition samples/adult/adult.xml --csv people.csv < token`,
  ],
]

function copies(count) {
  const rest = `for n in $(seq ${count - 1}); do tail -n +2 samples/adult/adult.csv; done`
  return `(cat samples/adult/adult.csv; ${rest}) > people.csv`
}

async function record() {
  const directory = await mkdtemp(path.join(tmpdir(), 'aperture-recording-'))
  const environment = {
    PATH: `${directory}:${process.env.PATH}`,
    APERTURE_DATA_DIR: path.join(directory, 'data'),
    APERTURE_PORT: '0',
    COLUMNS: '110',
  }
  await symlink(path.join(repository, 'samples'), path.join(directory, 'samples'))
  const wrapper = path.join(directory, 'aperture')
  await writeFile(wrapper, `#!/bin/sh\nexec '${process.execPath}' '${commandFile}' "$@"\n`)
  await chmod(wrapper, 0o755)
  const service = spawn(process.execPath, [commandFile, 'serve'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(service, 'close')
  try {
    const url = await addressOf(service)
    const normalise = normaliser(url, shownUrl)
    const session = []
    for (const [purpose, line] of lines) {
      const typed = line.replace(shownUrl, url).replace('aperture upload', 'aperture upload --progress')
      const { output, code } = await run(
        typed,
        { ...environment, APERTURE_PORT: new URL(url).port },
        directory,
      )
      session.push(`${purpose === null ? '' : `# ${purpose}\n`}$ ${line}\n${normalise(output)}`)
      if (code !== 0) session.push(`(exit code ${code})\n`)
    }
    return page(session.join('\n'))
  } finally {
    service.kill('SIGTERM')
    await ended
    await rm(directory, { recursive: true, force: true })
  }
}

/** Once the service listens, and has made its sample. */
async function addressOf(service) {
  let text = ''
  for await (const piece of service.stdout.setEncoding('utf8')) {
    text += piece
    const [, url] = /"url":"([^"]+)","msg":"listening"/.exec(text) ?? []
    if (url !== undefined && text.includes('\ncurl ')) {
      service.stdout.resume()
      return url
    }
  }
  throw new Error('the service did not start')
}

/** Both streams of a line as a person sees them, and its exit code. */
async function run(line, env, cwd) {
  const shell = spawn('/bin/sh', ['-c', `exec 2>&1; ${line}`], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(shell, 'close')
  let output = ''
  for await (const piece of shell.stdout.setEncoding('utf8')) output += piece
  const [code] = await ended
  return { output, code }
}

const page = (session) => `# The command line at work

Recorded by \`npm run docs:terminal\` beside a service that \`aperture serve\` has started on an empty data directory. Ids,
secrets, times and speeds stand for those of a run: they are replaced, so that a recording is the same on every machine.

\`\`\`console
${session}\`\`\`
`

const recorded = await record()
if (process.argv.includes('--print')) process.stdout.write(recorded)
else await writeFile(path.join(repository, 'docs', 'terminal.md'), recorded)
