import { execFile } from 'node:child_process'
import path from 'node:path'
import { failPoints } from '../../src/application/ports/fail-point'

const harness = path.resolve(__dirname, '..', 'soak', 'kill.mjs')

/** The harness of `npm run soak:kill` with short intervals. How long a start takes is judged there, not here. */
function killHarness(...words: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve) => {
    const all = [harness, '--short', '--json', '--ready-ms', '60000', ...words]
    execFile(process.execPath, all, (fault, stdout, stderr) =>
      resolve({ code: fault === null ? 0 : 1, text: `${stdout}${fault === null ? '' : stderr}` }),
    )
  })
}

/** What it may take on a busy machine; alone on two cores it takes less than a minute. */
const budgetMs = 360_000

test(
  'killed at every point of an import, at random instants and stopped while others recover, it keeps every promise',
  async () => {
    const { code, text } = await killHarness('--seed', '2031', '--rounds', '1', '--random', '10')
    expect({ code, text }).toMatchObject({ code: 0 })
    const figures = JSON.parse(text)
    expect(figures).toMatchObject({ violations: {}, random: 10, stops: 4 })
    expect(figures.points).toEqual(Object.fromEntries(failPoints.map((point) => [point, 1])))
  },
  budgetMs,
)
