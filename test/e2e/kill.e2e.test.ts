import { execFile } from 'node:child_process'
import path from 'node:path'
import { failPoints } from '../../src/application/ports/fail-point'

const harness = path.resolve(__dirname, '..', 'soak', 'kill.mjs')

/** The harness of `npm run soak:kill`, which takes every point, in a form that a test run has time for. How long a start takes is judged there, not here. */
function killHarness(...words: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve) => {
    const all = [harness, '--short', '--json', '--ready-ms', '60000', ...words]
    execFile(process.execPath, all, (fault, stdout, stderr) =>
      resolve({ code: fault === null ? 0 : 1, text: `${stdout}${fault === null ? '' : stderr}` }),
    )
  })
}

const every = 7

test('killed at points of an import, at random instants and stopped while others recover, it keeps every promise', async () => {
  const short = ['--rounds', '1', '--every', `${every}`, '--random', '3']
  const { code, text } = await killHarness('--seed', '2031', ...short)
  expect({ code, text }).toMatchObject({ code: 0 })
  const figures = JSON.parse(text)
  expect(figures).toMatchObject({ violations: {}, random: 3, stops: 4 })
  const tried = failPoints.filter((_point, index) => index % every === 0)
  expect(figures.points).toEqual(Object.fromEntries(tried.map((point) => [point, 1])))
}, 240_000)
