import { execFile } from 'node:child_process'
import { appendFile, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { type RecordedAnswers, recordedAnswers } from './recorded-answers'

/** Gives the one answer that it is told to, to itself. */
const program = `
const { createServer } = require('node:http')
const { path, headers, body, times, isCut } = JSON.parse(process.argv[1])
const server = createServer((request, response) => {
  response.writeHead(200, headers)
  response.write(body.repeat(times))
  if (isCut) response.destroy()
  else response.end()
})
server.listen(0, '127.0.0.1', async () => {
  await fetch('http://127.0.0.1:' + server.address().port + path).then((answer) => answer.text()).catch(() => undefined)
  server.close()
})`

const live = {
  path: '/-/health/live',
  headers: {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  },
  body: '{"status":"live"}\n',
  times: 1,
  isCut: false,
}
const withHeader = { ...live, headers: { ...live.headers, 'X-Planted': 'yes' } }

async function answer(
  given: typeof live,
  statusCodes: 'http' | 'manual' = 'http',
): Promise<RecordedAnswers & { readonly file: string }> {
  const answers = await recordedAnswers(statusCodes)
  const words = ['-e', program, JSON.stringify(given)]
  await promisify(execFile)(process.execPath, words, { env: { ...answers.variables } })
  return { ...answers, file: answers.variables.RECORDED_ANSWERS ?? '' }
}

test('an answer as it is described passes, and its record is removed', async () => {
  const { file, check } = await answer(live)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    ...{ method: 'GET', url: live.path, status: 200, headers: live.headers, body: live.body },
  })
  await check()
  await expect(readFile(file)).rejects.toThrow('ENOENT')
})

test.each([
  ['a header that nobody has described', withHeader, 'the header x-planted is not documented'],
  [
    'a member that nobody has described',
    { ...live, body: '{"status":"live","planted":1}' },
    '{"additionalProperty":"planted"}',
  ],
  ['no content where there should be some', { ...live, body: '' }, 'the content is no JSON'],
  [
    'such a header of an answer that breaks off',
    { ...withHeader, isCut: true },
    'the header x-planted is not documented',
  ],
])('%s is refused', async (_, given, fault) => {
  const { check } = await answer(given)
  const refused = await check().catch(String)
  expect(refused).toContain('GET /-/health/live 200: ')
  expect(refused).toContain(fault)
})

test('what breaks off, or is longer than anybody looks at, need not be whole JSON', async () => {
  for (const given of [
    { ...live, body: '{"status":', isCut: true },
    { ...live, body: 'too long', times: 2 ** 17 + 1 },
  ]) {
    await (await answer(given)).check()
  }
})

test('the manual’s status codes are not described; a line that its process was killed over is no answer', async () => {
  await (await answer(withHeader, 'manual')).check()
  const { file, check } = await answer(live)
  await appendFile(file, '{"method":"GET","url":"/-/he')
  await check()
})

test('of a table no cell is recorded', async () => {
  const { file, check } = await answer(
    { ...live, headers: { ...live.headers, 'Content-Type': 'text/csv' }, body: 'canary\n' },
    'manual',
  )
  expect(await readFile(file, 'utf8')).not.toContain('canary')
  await check()
})

test('a process that has not recorded anything does not pass', async () => {
  const { check } = await recordedAnswers('http')
  await expect(check()).rejects.toThrow('ENOENT')
})
