import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { page, repository } from './markdown'

// A service, some commands and an upload of megabytes, one after the other.
jest.setTimeout(180_000)

const recorder = path.join(repository, 'scripts', 'record-terminal.mjs')

test('the recording of the command line is what it prints today (npm run docs:terminal)', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [recorder, '--print'])
  expect(stderr).toBe('')
  expect(page('docs/terminal.md').text).toBe(stdout)
})
