import { nameOf, someWaves } from '../soak/faults/matrix'
import { runWaves } from '../soak/faults/run'
import { shortTimes } from '../soak/faults/short-times'

const seed = Number(process.env.APERTURE_TEST_SEED ?? 1)

// A third of the matrix. `test/soak/faults.ts` goes through all of it, with the times that a service has.
test('whatever befalls whichever append of whichever upload, it ends with the truth', async () => {
  const waves = someWaves(seed)
  const shown = await runWaves(waves, 1, shortTimes)
  const violated = shown.flatMap(({ row, violations }) => violations.map((what) => `${nameOf(row)}: ${what}`))
  expect(violated).toEqual([])
  expect(shown.map(({ row }) => nameOf(row)).sort()).toEqual(waves.flat().map(nameOf).sort())
})
