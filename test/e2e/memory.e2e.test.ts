import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

interface Measured {
  readonly runs: readonly {
    readonly megabytes: number
    readonly peakMegabytes: number
    readonly answered: number
    readonly failed: number
  }[]
}

const soak = path.resolve(__dirname, '..', 'soak', 'memory.mjs')

// `npm run soak:memory` holds larger tables to a bound of 1.1. Here the small one ends before the first garbage is
// collected, so the bound is wider; a table that is kept in memory is over it.
const bound = 1.4

test('a table of ten times the size takes no more memory, and others are answered meanwhile', async () => {
  const words = ['--small', '10', '--large', '100', '--bound', String(bound), '--order', 'definition-first']
  const measuring = promisify(execFile)(process.execPath, [soak, ...words, '--json'])
  // It exits with 1 when the bound is passed; the figures below tell by how much.
  const { stdout } = await measuring.catch((fault: { readonly stdout: string }) => fault)
  const { runs }: Measured = JSON.parse(stdout)
  const [small, large] = runs.map(({ peakMegabytes }) => peakMegabytes)
  expect(runs.map(({ megabytes }) => megabytes)).toEqual([10, 100])
  expect((large ?? Number.NaN) / (small ?? Number.NaN)).toBeLessThan(bound)
  for (const { answered, failed } of runs) {
    expect(failed).toBe(0)
    expect(answered).toBeGreaterThanOrEqual(20)
  }
}, 120_000)
